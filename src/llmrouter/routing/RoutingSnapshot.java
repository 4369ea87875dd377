package llmrouter.routing;

import java.util.Map;

import llmrouter.routing.RoutingTable.Use;

/// The health of candidates and the use of their caps at one moment. Its maps are not changed afterwards.
///
/// @param at     milliseconds since 1970
/// @param health by candidate (`provider/model`)
/// @param uses   by cap (`provider/bucket`)
public record RoutingSnapshot(long at, Map<String, Health> health, Map<String, Use> uses) {}
