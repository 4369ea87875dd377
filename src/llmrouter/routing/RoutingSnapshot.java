package llmrouter.routing;

import java.util.Map;

import llmrouter.routing.RoutingTable.Use;

/// How candidates feel and what their buckets have seen, at one moment.
///
/// @param at     milliseconds since 1970
/// @param health by candidate (`provider/model`)
/// @param uses   by bucket (`provider/bucket`)
public record RoutingSnapshot(long at, Map<String, Health> health, Map<String, Use> uses) {}
