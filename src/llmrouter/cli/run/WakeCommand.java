package llmrouter.cli.run;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import llmrouter.cli.CliError;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.Settings;
import llmrouter.config.StateBackend;
import llmrouter.files.ConfigStore;
import llmrouter.host.GatewayInputs;
import llmrouter.json.Json;
import llmrouter.report.WakeReport;
import llmrouter.routing.CandidateSelection;
import llmrouter.routing.EndedCooldown;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RoutingTable;
import llmrouter.server.OutwardTls;
import llmrouter.service.Instance;
import llmrouter.service.LocalAnswer;
import llmrouter.service.LocalCall;
import llmrouter.state.StateStore;
import llmrouter.state.StateStores;
import llmrouter.state.redis.RedisTls;
import llmrouter.text.Alternatives;
import llmrouter.text.Printable;

/// `wake`: ends cooldowns and open circuits, so that providers are called again at once: in running gateways, or if
/// none runs, in the routing state that the next one will begin with.
public final class WakeCommand {
    private WakeCommand() {}

    public static Command command() {
        return Command.of("wake", "End cooldowns and open circuits, so that providers are called again at once",
            WakeCommand::run)
            .flags(RunningSelection.PORT, RunningSelection.ALL, Flag.CONFIG, Flag.JSON)
            .operands("[PROVIDER[/MODEL]]", 1)
            .examples(new Example("wake", "All candidates; prints what it ended"),
                new Example("wake anthropic", "One provider; a model or an alias can be named too"));
    }

    private static int run(Invocation invocation) throws IOException {
        String name = invocation.arguments().operand();
        boolean named = invocation.arguments().given(RunningSelection.PORT.name());
        List<Instance> chosen = named ? RunningSelection.some(invocation) : RunningSelection.chosen(invocation);
        return chosen.isEmpty() ? wakeStored(invocation, name) : wake(invocation, chosen, name);
    }

    // ── running gateways ──

    /// @param name of a provider, a model or an alias; null for all
    /// @return the exit code
    static int wake(Invocation invocation, List<Instance> gateways, String name) throws IOException {
        Json.Arr results = Json.array();
        boolean failed = false;
        var unknown = new ArrayList<Json.Obj>();
        for (Instance gateway : gateways) {
            Json.Obj result = result(gateway, name);
            failed |= !result.has("ended");
            if (result.has("near")) unknown.add(result);
            results.add(result);
        }
        if (unknown.size() == gateways.size()) throw unknown(name, unknown.getFirst().texts("near"));
        if (invocation.arguments().isOn("json")) invocation.print(Json.object().put("gateways", results));
        else results.items().forEach(result -> show(invocation, (Json.Obj) result));
        return failed ? ExitCode.FAILED : ExitCode.DONE;
    }

    /// What one gateway answered: `ended`, or `problem` and perhaps `near`.
    static Json.Obj result(Instance gateway, String name) throws IOException {
        String query = name == null ? "" : "?name=" + encoded(name);
        LocalAnswer answer = LocalCall.control(gateway, "POST", "wake" + query);
        var result = Json.object().put("url", gateway.url()).put("pid", gateway.pid());
        if (!answer.isOk()) {
            boolean old = answer.status() == 404;
            return result.put("problem", old ? "version " + gateway.version() + " cannot do this; restart the gateway"
                : "it " + answer.why());
        }
        Json.Obj body = answer.body();
        if (body.isTrue("known")) return result.put("ended", body.get("ended"));
        return result.put("problem", "it has no provider, model or alias '" + name + "'").put("near", body.get("near"));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Prints what one gateway answered.
    static void show(Invocation invocation, Json.Obj result) {
        if (result.has("ended")) said(result).forEach(line -> invocation.print(result.text("url") + ": " + line));
        else invocation.say(result.text("url") + ": " + Printable.of(result.text("problem")));
    }

    private static List<String> said(Json.Obj result) {
        List<Json.Obj> ended = result.objects("ended");
        if (ended.isEmpty()) {
            return List.of("nothing to end: none of the candidates is on cooldown or has an open circuit");
        }
        return ended.stream().map(one -> Printable.of(one.text("said"))).toList();
    }

    private static CliError unknown(String name, List<String> near) {
        return CliError.usage("there is no provider, model or alias '" + Printable.of(name) + "'"
            + (near.isEmpty() ? "" : " (did you mean " + Alternatives.of(near) + "?)"));
    }

    // ── no gateway ──

    /// Ends them in the stored state, which no gateway holds.
    private static int wakeStored(Invocation invocation, String name) throws IOException {
        GatewayInputs inputs = GatewayInputs.of(invocation.hostContext(), invocation.arguments().text("config"));
        Config config = inputs.writtenConfig();
        Predicate<String> candidates = switch (CandidateSelection.of(name, config, new RouteResolver(config))) {
            case CandidateSelection.Unknown(List<String> near) -> throw unknown(name, near);
            case CandidateSelection.Selected(Predicate<String> some) -> some;
        };
        StateBackend backend = inputs.settings().state().backend();
        Json.Obj result = Json.object().put("state", where(backend))
            .put("ended", WakeReport.json(ended(invocation, inputs.settings(), candidates)));
        if (invocation.arguments().isOn("json")) {
            invocation.print(Json.object().put("gateways", Json.array()).put("stored", result));
        } else {
            invocation.print("no gateway of yours runs; in its stored routing state (" + where(backend) + "):");
            said(result).forEach(line -> invocation.print("  " + line));
        }
        return ExitCode.DONE;
    }

    private static String where(StateBackend backend) {
        return switch (backend) {
            case StateBackend.MemoryState _ -> "memory, which ends with the gateway";
            case StateBackend.FileState file -> file.path();
            case StateBackend.RedisState redis -> redis.toString();
        };
    }

    private static List<EndedCooldown> ended(Invocation invocation, Settings settings, Predicate<String> candidates)
            throws IOException {
        StateBackend backend = settings.state().backend();
        HealthPolicy policy = HealthPolicy.of(settings);
        Path home = invocation.shell().home();
        UnaryOperator<String> expand = path -> ConfigStore.expand(path, home).toString();
        RoutingTable copy = StateStores.peek(backend, policy, expand);
        // a state with nothing to end is neither locked nor written
        if (copy != null && copy.end(candidates, System.currentTimeMillis()).isEmpty()) return List.of();
        RedisTls tls = OutwardTls.redis(settings.tls(), home);
        try (StateStore store = StateStores.open(backend, policy, Clock.systemUTC(), expand, tls, _ -> {})) {
            if (store.trouble() == null) return store.end(candidates);
            String trouble = store.trouble();
            int consequence = trouble.indexOf(';');
            throw CliError.failed("the routing state cannot be changed: "
                + (consequence < 0 ? trouble : trouble.substring(0, consequence)));
        }
    }
}
