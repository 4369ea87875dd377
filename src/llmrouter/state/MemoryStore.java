package llmrouter.state;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

import llmrouter.routing.Change;
import llmrouter.routing.Choice;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable;
import llmrouter.text.Text;

/// Shared state that ends with the process: the table under one lock, which is held for a look at the candidates and no
/// longer.
public final class MemoryStore implements StateStore {
    private final RoutingTable table;
    private final Clock clock;
    private final String trouble;
    /// Null until the state is handed over.
    private Consumer<String> successor;

    public MemoryStore(HealthPolicy policy, Clock clock) {
        this(policy, clock, null);
    }

    /// In place of what was asked for.
    ///
    /// @param trouble why that cannot be had, for people
    MemoryStore(HealthPolicy policy, Clock clock, String trouble) {
        this.trouble = trouble;
        this.table = new RoutingTable(policy, this::tell);
        this.clock = clock;
    }

    @Override
    public PickResult consult(PickRequest question) {
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
    public RoutingSnapshot snapshot(List<Choice> choices) {
        synchronized (table) {
            return table.snapshot(choices, clock.millis());
        }
    }

    private void tell(Change change) {
        if (successor != null) send(change, successor);
    }

    /// Whose turn it is, each gateway knows best for itself.
    static void send(Change change, Consumer<String> successor) {
        if (change instanceof Change.CreditsChanged) return;
        var line = new Text();
        ChangeCodec.write(change, line);
        successor.accept(line.take());
    }

    @Override
    public void handOver(Consumer<String> to) {
        synchronized (table) {
            if (successor == null) {
                for (Change change : table.changes()) send(change, to);
            }
            successor = to;
        }
    }

    @Override
    public void takeOver(String line) {
        if (!(ChangeCodec.read(line) instanceof Change change)) return;
        synchronized (table) {
            table.apply(change);
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
