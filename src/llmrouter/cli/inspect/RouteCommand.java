package llmrouter.cli.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;

import llmrouter.admission.Endpoint;
import llmrouter.chat.GatewayError;
import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.Settings;
import llmrouter.files.ConfigStore;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.gateway.ExchangePolicy;
import llmrouter.gateway.RoutePreview;
import llmrouter.host.GatewayInputs;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.report.RouteReport;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RouteResolver.Resolution;
import llmrouter.routing.RoutingTable;
import llmrouter.state.StateStores;

/// `route`: shows which candidates a request would go to. The gateway's own code decides that, on the routing state
/// of the disk; no provider is called. The plan is that of the file; a running gateway that uses another configuration
/// is named.
public final class RouteCommand {
    private RouteCommand() {}

    public static Command command() {
        String summary = "Show which candidates a request would go to, in which order and why, without calling them";
        return Command.of("route", summary, RouteCommand::run)
            .flags(Flag.CONFIG,
                Flag.path("body", "FILE", "A request; then its translation is tried and its losses are shown."),
                Flag.format("format", "The client's format.")
                    .orElse("what the body looks like, else " + Format.DEFAULT.word()),
                Flag.list("header", "NAME=VALUE", "A header of the request; may be repeated."), Flag.JSON)
            .operands("[ALIAS|MODEL]", 1)
            .examples(
                new Example("route work", "Which candidate is next for the alias work, and which are on cooldown?"),
                new Example("route --body=request.json --format=claude work",
                    "What would a translation of this request lose?"));
    }

    private static int run(Invocation invocation) throws IOException {
        String file = UsualConfig.file(invocation);
        GatewayInputs inputs = GatewayInputs.of(invocation.hostContext(), file);
        boolean isSaid = file != null && !invocation.arguments().given(Flag.CONFIG.name());
        if (!isSaid) UsualConfig.sayWhich(invocation, inputs.configText().path());
        Config written = inputs.writtenConfig();
        RunningConfigs running = RunningConfigs.ask(invocation, inputs);
        Config config = running.withLeftOut(written);
        RoutingTable table = routingState(invocation, inputs.settings());
        var report = new RouteReport(preview(invocation, inputs.settings(), config, table), config);
        if (invocation.arguments().isOn("json")) {
            invocation.print(report.json().put("gateways", running.json()));
        } else {
            running.lines().forEach(invocation::print);
            report.lines().forEach(invocation::print);
        }
        return ExitCode.DONE;
    }

    /// A copy of the state on disk, or the state of a new gateway if there is no file.
    private static RoutingTable routingState(Invocation invocation, Settings settings) throws IOException {
        HealthPolicy policy = HealthPolicy.of(settings);
        Path home = invocation.shell().home();
        RoutingTable table = StateStores.peek(settings.state().backend(), policy,
            path -> ConfigStore.expand(path, home).toString());
        if (table != null) return table;
        invocation.say("note: no state file (the state is in memory or in Redis); all candidates are assumed healthy. "
            + "'llm-router status' asks a running gateway");
        return new RoutingTable(policy, _ -> {});
    }

    private static RoutePreview preview(Invocation invocation, Settings settings, Config config, RoutingTable table)
            throws IOException {
        Arguments arguments = invocation.arguments();
        Format format = arguments.format("format");
        var routes = new RouteResolver(config);
        long now = System.currentTimeMillis();
        if (!arguments.given("body")) {
            return ofModel(arguments.operand(), format == null ? Format.DEFAULT : format, routes, table, now);
        }
        Endpoint endpoint = format == null ? Endpoint.UNIFIED : Endpoint.of(format);
        String body = body(invocation, arguments.operand());
        HeaderMap headers = headers(arguments);
        var request = new ClientRequest("req_offline", endpoint, format, headers, body, now / 1000, now, "offline");
        try {
            ExchangePolicy policy = ExchangePolicy.of(settings).withStrict(config.strictTranslation());
            return RoutePreview.of(request, routes, policy, table, now);
        } catch (GatewayError refusal) {
            int status = refusal.error().status();
            throw CliError.usage("the gateway would refuse this request with " + status + ": "
                + forCommandLine(refusal.getMessage()));
        }
    }

    private static RoutePreview ofModel(String model, Format client, RouteResolver routes, RoutingTable table,
            long now) {
        return switch (routes.resolve(model, client)) {
            case Resolution.Found(var route) -> RoutePreview.of(client, route, table, now);
            case Resolution.Unknown(String message) -> throw CliError.usage(forCommandLine(message));
            case Resolution.Unnamed _ -> throw CliError.usage("name a model; the configuration has no defaultModel");
        };
    }

    /// A message for HTTP clients with the command in the place of the path.
    private static String forCommandLine(String message) {
        return message.replace("GET /v1/models lists", "'llm-router config list' shows");
    }

    /// The request's text.
    ///
    /// @param model replaces the model of the text; null to keep it
    private static String body(Invocation invocation, String model) throws IOException {
        Path file = invocation.path("body");
        if (!Files.exists(file)) throw CliError.usage("there is no file " + file);
        String text = Files.readString(file);
        try {
            return model == null ? text : JsonScan.of(text).splice().set("model", Json.of(model)).apply();
        } catch (JsonError e) {
            throw CliError.usage(file + " is not a JSON request: " + e.describe());
        }
    }

    private static HeaderMap headers(Arguments arguments) {
        var fields = new ArrayList<Header>();
        for (String text : arguments.list("header")) {
            int equals = text.indexOf('=');
            if (equals <= 0) throw CliError.usage("--header must be NAME=VALUE, not '" + text + "'");
            fields.add(new Header(text.substring(0, equals).toLowerCase(Locale.ROOT), text.substring(equals + 1)));
        }
        return HeaderMap.of(fields);
    }
}
