package llmrouter.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import llmrouter.config.Settings.SettingsOutcome;
import llmrouter.config.read.SettingsReader;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.routing.Change;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.RoutingTable;
import llmrouter.routing.lines.ChangeCodec;
import llmrouter.routing.lines.OutcomeLines;
import llmrouter.routing.lines.PickLines;
import llmrouter.text.Text;

/// The routing state that all isolates of a deployment share: one object on the platform, which answers one message at
/// a time.
///
/// Theory of operation: [RoutingTable] decides, and each of its changes is a line of a journal, as are the leases of
/// reservations. After each message the shim stores [#takeLines] before the answer leaves the object, so what an
/// isolate was promised is stored. A new run of the object reads the journal. When the journal has become much longer
/// than the state that it describes, it is replaced by that ([#replaces]).
public final class RoutingObject {
    /// A row of the storage has at most 2 MB; a character may take three bytes.
    private static final int ROW = 500_000;
    private static final int SHORT_JOURNAL = 5_000;

    private final RoutingTable table;
    private final Leases leases;
    private final List<String> lines = new ArrayList<>();
    private long stored;
    private long ofSnapshot;

    /// @param env     the value of a variable, or null
    /// @param journal the rows that were stored, in their order
    /// @param boot    a random name of this run
    /// @param now     milliseconds since 1970
    public RoutingObject(UnaryOperator<String> env, List<String> journal, String boot, long now) {
        if (!(SettingsReader.readHosted(env) instanceof SettingsOutcome.ValidSettings valid)) {
            throw new IllegalStateException("the settings of the deployment cannot be used");
        }
        table = new RoutingTable(HealthPolicy.of(valid.settings()), change -> lines.add(ChangeCodec.line(change)));
        leases = new Leases(boot);
        for (String row : journal) restore(row, now);
        table.resume(leases.flying());
    }

    private void restore(String row, long now) {
        int from = 0;
        for (int end = row.indexOf('\n'); end >= 0; end = row.indexOf('\n', from)) {
            String line = row.substring(from, end);
            stored++;
            if (ChangeCodec.read(line) instanceof Change change) table.restore(change, now);
            else if (parsed(line) instanceof Json.Obj other) leases.restore(other);
            from = end + 1;
        }
    }

    private static Json parsed(String line) {
        try {
            return Json.parse(line);
        } catch (JsonError _) {
            return null; // of another version
        }
    }

    /// Answers a message of an isolate.
    /// @throws RuntimeException it is none of this version
    public String ask(String message, long now) {
        var json = (Json.Obj) Json.parse(message);
        for (Outcome outcome : leases.expired(now, lines)) table.report(outcome, now);
        if (json.has(StateMessages.LOOK)) return StateMessages.look(table, leases.flying());
        if (json.object(StateMessages.CONSULT) instanceof Json.Obj question) {
            return PickLines.json(pick(PickLines.request(question), now)).toString();
        }
        for (Outcome outcome : OutcomeLines.outcomes(json.items(StateMessages.REPORT))) {
            boolean counts = !(outcome instanceof Outcome.Settled s) || leases.settle(s, lines);
            if (counts) table.report(outcome, now);
        }
        return Json.object().toString();
    }

    private PickResult pick(PickRequest request, long now) {
        PickResult result = table.pick(request, now);
        if (!(result instanceof PickResult.Chosen c)) return result;
        var reservation = leases.open(c.reservation(), request.choices().get(c.index()), now, lines);
        return new PickResult.Chosen(c.index(), reservation, c.lastResort(), c.refused(), c.foreign(), c.scale(),
            c.skipped());
    }

    /// Whether the next [#takeLines] replaces all rows that are stored.
    public boolean replaces() {
        return stored + lines.size() > SHORT_JOURNAL && stored + lines.size() > 2 * ofSnapshot;
    }

    /// The rows to store; none if nothing has changed.
    public List<String> takeLines() {
        boolean whole = replaces();
        List<String> all = whole ? whole() : List.copyOf(lines);
        lines.clear();
        stored = whole ? all.size() : stored + all.size();
        if (whole) ofSnapshot = all.size();
        return rows(all);
    }

    private List<String> whole() {
        var all = new ArrayList<String>();
        for (Change change : table.changes()) all.add(ChangeCodec.line(change));
        all.addAll(leases.lines());
        return all;
    }

    private static List<String> rows(List<String> lines) {
        var rows = new ArrayList<String>();
        var row = new Text();
        for (String line : lines) {
            if (row.length() > 0 && row.length() + line.length() > ROW) rows.add(row.take());
            row.add(line).add('\n');
        }
        if (row.length() > 0) rows.add(row.take());
        return rows;
    }
}
