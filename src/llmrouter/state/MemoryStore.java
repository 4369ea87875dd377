package llmrouter.state;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

import llmrouter.routing.Change;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.EndedCooldown;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable;
import llmrouter.routing.RoutingTable.Use;
import llmrouter.routing.lines.ChangeCodec;
import llmrouter.text.Text;

/// State that ends with the process: a table under one lock, which is held only while candidates are checked.
public final class MemoryStore implements StateStore {
    private final RoutingTable table;
    private final Clock clock;
    private final String trouble;
    /// Null until the state is handed over.
    private Consumer<String> successor;

    public MemoryStore(HealthPolicy policy, Clock clock) {
        this(policy, clock, null);
    }

    /// A replacement for the configured store.
    ///
    /// @param trouble why the configured store is not used, for people; or null
    MemoryStore(HealthPolicy policy, Clock clock, String trouble) {
        this.trouble = trouble;
        this.table = new RoutingTable(policy, this::forward);
        this.clock = clock;
    }

    @Override
    public PickResult consult(PickRequest request) {
        synchronized (table) {
            return table.pick(request, clock.millis());
        }
    }

    @Override
    public void report(List<Outcome> outcomes) {
        synchronized (table) {
            long now = clock.millis();
            for (Outcome o : outcomes) table.report(o, now);
        }
    }

    /// Counts a reservation that another table has made.
    public void count(Choice choice, long tokens) {
        synchronized (table) {
            table.reserve(choice, tokens, clock.millis());
        }
    }

    @Override
    public List<EndedCooldown> end(Predicate<String> candidates) {
        synchronized (table) {
            return table.end(candidates, clock.millis());
        }
    }

    @Override
    public List<EndedCooldown> adopt(Map<String, String> fingerprints) {
        synchronized (table) {
            return table.adopt(fingerprints, clock.millis());
        }
    }

    @Override
    public Map<String, Use> uses(List<Cap> caps) {
        synchronized (table) {
            return table.uses(caps, clock.millis());
        }
    }

    @Override
    public RoutingSnapshot snapshot(List<Choice> choices) {
        synchronized (table) {
            return table.snapshot(choices, clock.millis());
        }
    }

    @Override
    public RoutingSnapshot unhealthy(Map<String, String> fingerprints) {
        synchronized (table) {
            return table.unhealthy(fingerprints, clock.millis());
        }
    }

    private void forward(Change change) {
        if (successor != null) send(change, successor);
    }

    /// Sends a change as a line. Credits are not sent: they belong to the requests that each gateway has routed itself.
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
        // credits are not handed over
        if (!(ChangeCodec.read(line) instanceof Change change) || change instanceof Change.CreditsChanged) return;
        synchronized (table) {
            table.restore(change, clock.millis());
        }
    }

    @Override
    public String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        // memory needs no closing
    }
}
