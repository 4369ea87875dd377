package llmrouter.records;

import java.util.List;
import java.util.Map;

import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable.Use;

/// The shared state as it is shown to people. Each method returns null where the state cannot be told.
public interface StateView {
    /// The health of these candidates and the use of their caps.
    RoutingSnapshot snapshot(List<Choice> choices);

    /// The candidates of some providers that are on cooldown or whose circuit is not closed.
    ///
    /// @param fingerprints by provider ([llmrouter.routing.Fingerprint])
    RoutingSnapshot unhealthy(Map<String, String> fingerprints);

    /// What caps have counted, by their keys.
    Map<String, Use> uses(List<Cap> caps);
}
