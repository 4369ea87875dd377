package vectors;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.routing.SplitMix64;
import llmrouter.worker.HostedGateway;
import llmrouter.worker.HostedHead;
import llmrouter.worker.RoutingObject;

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
    private final ProviderScript.Clock clock = new ProviderScript.Clock(1_750_000_000_000L);
    private final SplitMix64 chance;
    private final HostedGateway gateway;
    private final List<String> journal = new ArrayList<>();
    private final StringBuilder left = new StringBuilder();
    /// Null without shared state.
    private RoutingObject object;

    HostedAnswers(Json.Obj script) {
        this.script = script;
        chance = new SplitMix64(script.number("seed", 0));
        boolean shared = script.isTrue("shared");
        gateway = HostedGateway.of(script.object("env")::text, shared, "9.9", "g123", clock.now());
        if (shared && gateway.problem() == null) object = object();
    }

    private RoutingObject object() {
        return new RoutingObject(script.object("env")::text, List.copyOf(journal), "boot", clock.now());
    }

    void say(Object words) {
        left.append(words).append('\n');
    }

    boolean oneIn(int n) {
        return chance.below(n) == 0;
    }

    String run() {
        say(gateway.problem());
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
        var head = new HostedHead(asked.text("method"), asked.text("target"), ProviderScript.fields(asked, "headers"),
            asked.text("address"));
        String random = RANDOM.substring(number) + RANDOM.substring(0, number);
        var providers = new ProviderScript(script, number, clock);
        providers.begin();
        var request = gateway.begin(head, random, clock.now());
        return new HostedTurn(this, number, request, providers, clock, asked.text("body"));
    }

    /// The state's answer; what it wants stored is stored before. Null if it cannot be asked.
    String ask(String message) {
        if (object == null) return null;
        String answer = object.ask(message, clock.now());
        boolean replaces = object.replaces();
        List<String> rows = object.takeLines();
        if (replaces) journal.clear();
        journal.addAll(rows);
        say(message + "\n" + answer);
        return answer;
    }
}
