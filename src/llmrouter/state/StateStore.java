package llmrouter.state;

import java.util.List;
import java.util.function.Consumer;

import llmrouter.routing.Choice;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.RoutingSnapshot;

/// The shared state as an exchange sees it. Thread-safe; neither call waits for a provider.
public interface StateStore extends AutoCloseable {
    /// Who takes an attempt; what the answer promises is reserved when this returns.
    PickResult consult(PickRequest question);

    void report(List<Outcome> outcomes);

    /// How candidates and their buckets stand, for people; null where that cannot be looked up.
    default RoutingSnapshot snapshot(List<Choice> choices) {
        return null;
    }

    /// Hands the state over to another gateway, which may open it when this returns. This one goes on in memory until
    /// it is closed.
    ///
    /// @param successor gets, one line each, the changes that are not in the stored state, and every later change; it
    /// must not block
    default void handOver(Consumer<String> successor) {}

    /// Applies one line of a state that another gateway hands over; any other line means nothing.
    default void takeOver(String line) {}

    /// What keeps the state from surviving or being shared as configured, for people; null if nothing does.
    String trouble();

    @Override
    void close();
}
