package vectors;

import java.util.ArrayList;
import java.util.List;

import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.json.Json;
import llmrouter.routing.SplitMix64;
import worker.WorkerModule;

/// Requests to a hosted gateway, step by step as the platform's shim performs them, and a step of one between the steps
/// of others. It writes down all that would leave the gateway, and what would be stored.
///
/// The script is that of a [ProviderScript] with the variables `env` of a deployment, whether its state is `shared`,
/// and `requests`, each with `method`, `target`, `headers`, `address` and `body`. They come one after another, or
/// `together`.
final class HostedAnswers {
    private static final String RANDOM = "0123456789abcdef0123456789abcdef";
    private static final int MOST_STEPS = 400_000;

    private final Json.Obj script;
    private final String[] variables;
    private final ProviderScript.Clock clock = new ProviderScript.Clock(1_750_000_000_000L);
    private final SplitMix64 chance;
    private final ModuleRecord record;
    private final WorkerModule.Gateway gateway;
    private final List<String> journal = new ArrayList<>();
    private final StringBuilder left = new StringBuilder();
    /// Null without shared state.
    private WorkerModule.State object;

    /// @param record of all that the module is asked
    HostedAnswers(Json.Obj script, ModuleRecord record) {
        this.script = script;
        this.record = record;
        chance = new SplitMix64(script.number("seed", 0));
        variables = variables(script.object("env"));
        boolean shared = script.isTrue("shared");
        gateway = WorkerModule.gateway(variables, shared, RANDOM, clock.now());
        record.add(-1, "gateway", ModuleRecord.of(gateway.problem()), variables, shared, RANDOM, clock.now());
        if (shared && gateway.problem() == null) object = object();
    }

    private static String[] variables(Json.Obj env) {
        var pairs = new ArrayList<String>();
        for (String name : env.members().keySet()) {
            pairs.add(name);
            pairs.add(env.text(name));
        }
        return pairs.toArray(new String[0]);
    }

    private WorkerModule.State object() {
        String[] rows = journal.toArray(new String[0]);
        record.add(-1, "state", Json.Null.NULL, variables, rows, RANDOM, clock.now());
        return WorkerModule.state(variables, rows, RANDOM, clock.now());
    }

    void say(String words) {
        left.append(words).append('\n');
    }

    boolean oneIn(int n) {
        return chance.below(n) == 0;
    }

    String run() {
        say(String.valueOf(gateway.problem()));
        var coming = new ArrayList<>(script.objects("requests"));
        int most = script.isTrue("together") ? coming.size() : 1;
        var running = new ArrayList<HostedTurn>();
        int number = 0;
        for (int n = 0; !coming.isEmpty() || !running.isEmpty(); n++) {
            if (n > MOST_STEPS) throw new IllegalStateException("the requests do not end");
            while (running.size() < most && !coming.isEmpty()) running.add(begin(coming.removeFirst(), number++));
            HostedTurn turn = running.get((int) chance.below(running.size()));
            if (!turn.step()) running.remove(turn);
            // the platform may end the object between two messages
            if (object != null && oneIn(20)) object = object();
        }
        return left.append(journal).toString();
    }

    private HostedTurn begin(Json.Obj asked, int number) {
        String[] headers = pairs(ProviderScript.fields(asked, "headers"));
        String random = RANDOM.substring(number) + RANDOM.substring(0, number);
        var providers = new ProviderScript(script, number, clock);
        providers.begin();
        var request = gateway.begin(asked.text("method"), asked.text("target"), headers, asked.text("address"), random,
            clock.now());
        record.add(number, "begin", Json.Null.NULL, asked.text("method"), asked.text("target"), headers,
            asked.text("address"), random, clock.now());
        return new HostedTurn(this, record, number, request, providers, clock, asked.text("body"));
    }

    static String[] pairs(HeaderMap headers) {
        var pairs = new ArrayList<String>();
        for (Header field : headers.all()) {
            pairs.add(field.name());
            pairs.add(field.value());
        }
        return pairs.toArray(new String[0]);
    }

    /// The state's answer; what it wants stored is stored before. Null if it cannot be asked.
    String ask(String message) {
        if (object == null) return null;
        String answer = object.ask(message, clock.now());
        boolean replaces = object.replaces();
        List<String> rows = List.of(object.takeLines());
        record.add(-1, "ask", Json.array(Json.of(answer), Json.of(replaces), Json.strings(rows)), message, clock.now());
        if (replaces) journal.clear();
        journal.addAll(rows);
        say(message + "\n" + answer);
        return answer;
    }
}
