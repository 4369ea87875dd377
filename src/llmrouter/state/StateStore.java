package llmrouter.state;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

import llmrouter.records.StateView;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.EndedCooldown;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable.Use;

/// The shared state as a request sees it. Thread-safe. A call may wait for the disk or for a Redis server, but never
/// for a provider.
public interface StateStore extends AutoCloseable, StateView {
    /// Picks the candidate of an attempt. The caps that the answer names are reserved when this returns.
    PickResult consult(PickRequest request);

    /// Takes what came of an attempt. Failures of disk or server are reported by [#trouble], not here.
    void report(List<Outcome> outcomes);

    /// Ends cooldowns and circuits before their time, for all gateways that share the state.
    ///
    /// @param candidates which, by `provider/model`
    /// @return what was ended; empty if there was nothing to end
    List<EndedCooldown> end(Predicate<String> candidates);

    /// From now on this gateway calls providers with these keys and addresses. Cooldowns and circuits that belong to
    /// earlier ones end.
    ///
    /// @param fingerprints by provider ([llmrouter.routing.Fingerprint#byProvider])
    /// @return what was ended
    List<EndedCooldown> adopt(Map<String, String> fingerprints);

    @Override
    default RoutingSnapshot snapshot(List<Choice> choices) {
        return null;
    }

    @Override
    default RoutingSnapshot unhealthy(Map<String, String> fingerprints) {
        return null;
    }

    @Override
    default Map<String, Use> uses(List<Cap> caps) {
        return null;
    }

    /// Hands the state over to another gateway, which may open it when this returns. This one continues in memory
    /// until it is closed.
    ///
    /// @param successor gets, one line each, the changes that are not in the stored state, and every later change; it
    /// must not block
    default void handOver(Consumer<String> successor) {}

    /// Applies one line of a state that another gateway hands over. Lines that are no changes are ignored.
    default void takeOver(String line) {}

    /// Why the state is not kept or not shared as configured, for people; null if it is.
    String trouble();

    @Override
    void close();
}
