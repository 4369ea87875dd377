package llmrouter.cli.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.routing.RouteOutlook;
import llmrouter.service.LocalAnswer;
import llmrouter.service.TrustedGateway;

/// The live gates: probes of the running gateway, all at the same time, and for each client whether it may be
/// connected.
///
/// @param mode      `executed`, `skipped-by-flag` or `pending-local-server`
/// @param probes    in the order of the text; empty unless executed
/// @param gates     for each client
record LiveGates(String mode, int timeoutMs, List<LiveProbe> probes, Map<AgentClient, GateState> gates) {
    /// What to probe with.
    ///
    /// @param key      of a client; null for none
    /// @param askModel the model that gets a short request in each format; null for none
    record Wish(boolean skipped, int timeoutMs, String key, String askModel) {}

    static LiveGates of(GatewayTarget target, Wish wish) throws IOException, InterruptedException {
        if (wish.skipped) return pending("skipped-by-flag", wish, GateState.PENDING_LIVE_TEST);
        if (!target.running()) return pending("pending-local-server", wish, GateState.PENDING_GATEWAY);
        TrustedGateway proven = target.proven();
        if (proven == null) {
            return pending("executed", wish, target.entry() == null ? GateState.UNPROVEN : GateState.NO_ANSWER);
        }
        List<LiveProbe> probes = probe(proven, wish);
        GateState candidates = candidates(target);
        var gates = new EnumMap<AgentClient, GateState>(AgentClient.class);
        for (AgentClient client : AgentClient.values()) gates.put(client, gate(client, probes, candidates));
        return new LiveGates("executed", wish.timeoutMs, probes, gates);
    }

    private static LiveGates pending(String mode, Wish wish, GateState state) {
        var gates = new EnumMap<AgentClient, GateState>(AgentClient.class);
        for (AgentClient client : AgentClient.values()) gates.put(client, state);
        return new LiveGates(mode, wish.timeoutMs, List.of(), gates);
    }

    /// Ready only if every probe that the client needs passed; else what the first failed one says.
    private static GateState gate(AgentClient client, List<LiveProbe> probes, GateState candidates) {
        for (LiveProbe probe : probes) {
            if (client.needs(probe.name()) && !probe.passed()) return probe.state();
        }
        return candidates;
    }

    // ── requests ──

    private static List<LiveProbe> probe(TrustedGateway gateway, Wish wish) throws IOException, InterruptedException {
        var calls = new ArrayList<Callable<LiveProbe>>();
        calls.add(call(gateway, wish, "/health", null, LiveProbe::ofHealth));
        calls.add(call(gateway, wish, "/openai/v1/models", null, (request, answer) ->
            LiveProbe.ofModels(AgentClient.OPENAI_MODELS, request, answer, wish.timeoutMs)));
        calls.add(call(gateway, wish, "/anthropic/v1/models", null, (request, answer) ->
            LiveProbe.ofModels(AgentClient.CLAUDE_MODELS, request, answer, wish.timeoutMs)));
        calls.add(call(gateway, wish, "/", null, LiveProbe::ofResponses));
        if (wish.askModel != null) {
            for (AgentClient client : AgentClient.values()) calls.add(question(gateway, wish, client));
        }
        return results(calls);
    }

    @FunctionalInterface
    private interface Judge {
        LiveProbe of(String request, LocalAnswer answer, int timeoutMs);
    }

    private static Callable<LiveProbe> call(TrustedGateway gateway, Wish wish, String path, Obj body,
            Judge judge) {
        return call(gateway, wish, path, body, (request, answer) -> judge.of(request, answer, wish.timeoutMs));
    }

    private static Callable<LiveProbe> call(TrustedGateway gateway, Wish wish, String path, Obj body,
            BiFunction<String, LocalAnswer, LiveProbe> judge) {
        String request = (body == null ? "GET " : "POST ") + path;
        return () -> judge.apply(request, gateway.ask(path, wish.key, body, wish.timeoutMs));
    }

    private static Callable<LiveProbe> question(TrustedGateway gateway, Wish wish, AgentClient client) {
        return call(gateway, wish, client.path(), client.question(wish.askModel), (request, answer) ->
            LiveProbe.ofModel(client.modelProbe(), request, answer, wish.timeoutMs));
    }

    private static List<LiveProbe> results(List<Callable<LiveProbe>> calls) throws IOException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<LiveProbe>> running = threads.invokeAll(calls);
            var probes = new ArrayList<LiveProbe>();
            for (Future<LiveProbe> each : running) probes.add(each.get());
            return probes;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) throw io;
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Whether a model can be called now, as the gateway itself says; ready if it does not say.
    private static GateState candidates(GatewayTarget target) {
        if (target.status() == null || target.status().objects("candidates").isEmpty()) return GateState.READY;
        for (Obj candidate : target.status().objects("candidates")) {
            Obj outlook = candidate.object("outlook");
            String state = outlook == null ? null : outlook.text("state");
            RouteOutlook.State known = RouteOutlook.State.parse(state);
            if (known == null || known == RouteOutlook.State.OK || known == RouteOutlook.State.LAST_RESORT) {
                return GateState.READY;
            }
        }
        return GateState.NO_CANDIDATE;
    }

    Obj json() {
        Json.Arr list = Json.array();
        for (LiveProbe probe : probes) list.add(probe.json());
        Obj states = Json.object();
        gates.forEach((client, state) -> states.put(client.word(), state.entry().json()));
        return Json.object().put("mode", mode).put("timeoutMs", timeoutMs).put("probes", list).put("gates", states);
    }
}
