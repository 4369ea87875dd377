package llmrouter.state;

import java.time.Clock;
import java.util.List;

import llmrouter.routing.Choice;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.Pick;
import llmrouter.routing.Question;
import llmrouter.routing.RoutingTable;
import llmrouter.routing.Standing;

/// Shared state that ends with the process: the table under one lock, which is held for a look at the candidates and no longer.
public final class MemoryStore implements StateStore {
    private final RoutingTable table;
    private final Clock clock;
    private final String trouble;

    public MemoryStore(HealthPolicy policy, Clock clock) {
        this(policy, clock, null);
    }

    /// In place of what was asked for.
    ///
    /// @param trouble why that cannot be had, for people
    MemoryStore(HealthPolicy policy, Clock clock, String trouble) {
        this.trouble = trouble;
        this.table = new RoutingTable(policy, _ -> {});
        this.clock = clock;
    }

    @Override
    public Pick consult(Question question) {
        synchronized (table) {
            return table.pick(question, clock.millis());
        }
    }

    @Override
    public void report(List<Outcome> outcomes) {
        synchronized (table) {
            long now = clock.millis();
            for (Outcome o : outcomes) table.report(o, now);
        }
    }

    /// Counts what another table has granted.
    void take(Choice choice, long tokens) {
        synchronized (table) {
            table.reserve(choice, tokens, clock.millis());
        }
    }

    @Override
    public Standing standing(List<Choice> choices) {
        synchronized (table) {
            return table.standing(choices, clock.millis());
        }
    }

    @Override
    public String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        // nothing is kept
    }
}
