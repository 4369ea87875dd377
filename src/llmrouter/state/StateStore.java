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

    /// Leaves the state to another gateway, which may open it when this returns. This one goes on in memory until it is closed.
    ///
    /// @param heir gets line by line what the other could not find where the state is kept, and every change from then on; it must not block
    default void handOver(Consumer<String> heir) {}

    /// Takes in a line of a state that was left to this one; any other line means nothing.
    default void inherit(String line) {}

    /// What keeps the state from surviving or being shared as configured, for people; null if nothing does.
    String trouble();

    @Override
    void close();
}
