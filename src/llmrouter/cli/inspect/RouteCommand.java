package llmrouter.cli.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import llmrouter.admission.Endpoint;
import llmrouter.chat.GatewayError;
import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.Settings;
import llmrouter.files.ConfigStore;
import llmrouter.gateway.ClientRequest;
import llmrouter.gateway.ExchangePolicy;
import llmrouter.gateway.RoutePreview;
import llmrouter.host.GatewayInputs;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.report.RequestReport;
import llmrouter.report.StatusJson;
import llmrouter.report.StatusText;
import llmrouter.routing.Candidate;
import llmrouter.routing.CandidateState;
import llmrouter.routing.Choice;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RouteResolver.Resolution;
import llmrouter.routing.RoutingTable;
import llmrouter.state.StateStores;

/// `route`: whom a request would go to, decided by the gateway's own code on the state as it lies on disk, without asking anyone.
public final class RouteCommand {
    private RouteCommand() {}

    public static Command command() {
        return Command.of("route", "Tell whom a request would go to, in which order and why, without asking anyone", RouteCommand::run)
            .flags(Flag.CONFIG, Flag.path("body", "FILE", "A request; then its translation is tried and its losses are told."),
                Flag.choice("format", "The client's format.", Format.words()).orElse("what the body looks like, else " + Format.DEFAULT.word()),
                Flag.list("header", "NAME=VALUE", "A header of the request; may be repeated."), Flag.JSON)
            .operands("[MODEL]", 1)
            .examples(new Example("route work", "Who is next for the alias work, and who is resting?"),
                new Example("route --body=request.json --format=claude work", "What would a translation of this request lose?"));
    }

    private static int run(Invocation invocation) throws IOException {
        var inputs = GatewayInputs.of(invocation.hostContext(), invocation.arguments().text("config"));
        Settings settings = inputs.settings();
        Config config = inputs.writtenConfig();
        RoutingTable table = StateStores.peek(settings.state().backend(), HealthPolicy.of(settings), path -> ConfigStore.expand(path, invocation.shell().home()).toString());
        if (table == null) {
            invocation.say("note: routing state is not in a file here, so this is what a gateway does whose candidates are all well; 'llm-router status' asks a running one");
            table = new RoutingTable(HealthPolicy.of(settings), _ -> {});
        }
        RoutePreview forecast;
        try {
            forecast = forecast(invocation, settings, config, table);
        } catch (GatewayError refusal) {
            throw CliError.usage("the gateway would refuse this request with " + refusal.error().status() + ": " + refusal.getMessage());
        }
        if (invocation.arguments().isOn("json")) invocation.print(json(forecast));
        else lines(forecast).forEach(invocation::print);
        return 0;
    }

    private static RoutePreview forecast(Invocation invocation, Settings settings, Config config, RoutingTable table) throws IOException {
        Arguments arguments = invocation.arguments();
        Format format = arguments.given("format") ? Format.of(arguments.text("format")) : null;
        var routes = new RouteResolver(config);
        long now = System.currentTimeMillis();
        if (arguments.given("body")) {
            String body = body(invocation, arguments.operand());
            Endpoint endpoint = format == null ? Endpoint.UNIFIED : Endpoint.of(format);
            var request = new ClientRequest("req_offline", endpoint, format, headers(arguments), body, now / 1000, now, "offline");
            return RoutePreview.of(request, routes, ExchangePolicy.of(settings).withStrict(config.strictTranslation()), table, now);
        }
        Format client = format == null ? Format.DEFAULT : format;
        return switch (routes.resolve(arguments.operand(), client)) {
            case Resolution.Found(var route) -> RoutePreview.of(client, route, table, now);
            case Resolution.Unknown(String message) -> throw CliError.usage(message);
            case Resolution.Unnamed _ -> throw CliError.usage("name a model; the configuration has no defaultModel");
        };
    }

    /// The request's text, for the model that was named, if one was.
    private static String body(Invocation invocation, String model) throws IOException {
        Path file = invocation.path("body");
        if (!Files.exists(file)) throw CliError.usage("there is no file " + file);
        String text = Files.readString(file);
        try {
            return model == null ? text : JsonScan.of(text).splice().set("model", Json.of(model)).apply();
        } catch (JsonError e) {
            throw CliError.usage(file + " is no JSON request: " + e.describe());
        }
    }

    private static HeaderMap headers(Arguments arguments) {
        var fields = new ArrayList<Header>();
        for (String text : arguments.list("header")) {
            int equals = text.indexOf('=');
            if (equals <= 0) throw CliError.usage("--header wants NAME=VALUE, not '" + text + "'");
            fields.add(new Header(text.substring(0, equals).toLowerCase(Locale.ROOT), text.substring(equals + 1)));
        }
        return HeaderMap.of(fields);
    }

    private static Json.Obj json(RoutePreview f) {
        var steps = Json.array();
        for (RoutePreview.Step step : f.steps()) {
            Candidate c = step.candidate();
            var one = Json.object().put("candidate", c.ref()).put("format", c.format().word()).put("translated", c.format() != f.client())
                .put("lastResort", step.lastResort());
            if (f.route().primary().size() > 1 && primary(f, c)) one.put("weight", weight(f, c));
            if (step.losses() != null) one.put("losses", step.losses());
            if (step.problem() != null) one.put("problem", step.problem());
            steps.add(one);
        }
        var skipped = Json.array();
        for (Skip skip : f.skipped()) {
            skipped.add(Json.object().put("candidate", skip.ref()).put("reasons", Json.strings(skip.words())));
        }
        return Json.object().put("requested", f.route().requested()).put("format", f.client().word())
            .put("route", Json.object().put("type", f.route().alias() ? "alias" : "direct").put("ref", f.route().ref()).put("strategy", f.route().strategy().word()))
            .put("order", steps).put("skipped", skipped).put("candidates", StatusJson.candidates(f.snapshot()))
            .put("buckets", StatusJson.buckets(f.choices(), f.snapshot())).put("at", Instant.ofEpochMilli(f.snapshot().at()).toString());
    }

    private static boolean primary(RoutePreview f, Candidate c) {
        return f.route().primary().stream().anyMatch(w -> w.candidate().ref().equals(c.ref()));
    }

    /// As people write it.
    private static String weight(RoutePreview f, Candidate c) {
        for (Choice choice : f.choices()) {
            if (!choice.ref().equals(c.ref())) continue;
            String fraction = String.format(Locale.ROOT, ".%06d", choice.weight() % 1_000_000).replaceAll("\\.?0+$", "");
            return choice.weight() / 1_000_000 + fraction;
        }
        throw new IllegalStateException(c.ref() + " is no choice of its route");
    }

    private static List<String> lines(RoutePreview f) {
        var lines = new ArrayList<String>();
        String what = f.route().alias() ? "the alias " + f.route().ref() + ", strategy " + f.route().strategy().word() : "the model " + f.route().ref();
        lines.add("'" + f.route().requested() + "' in the " + f.client().word() + " format is " + what);
        lines.add(f.steps().isEmpty() ? "Nobody can be asked now." : "Asked in this order, each if those before it fail:");
        int n = 1;
        for (RoutePreview.Step step : f.steps()) lines.add("  " + n++ + ". " + line(f, step));
        for (Skip skip : f.skipped()) if (f.steps().stream().noneMatch(s -> s.candidate().ref().equals(skip.ref()))) lines.add("  not asked: " + skip.ref() + ", " + reasons(skip));
        var resting = new ArrayList<String>();
        for (Json c : StatusJson.candidates(f.snapshot()).items()) if (c instanceof Json.Obj o && CandidateState.parse(o.text("state")) != CandidateState.OK) resting.add("  " + StatusText.candidate(o));
        if (!resting.isEmpty()) lines.add("Not well:");
        lines.addAll(resting);
        List<Json> buckets = StatusJson.buckets(f.choices(), f.snapshot()).items();
        if (!buckets.isEmpty()) lines.add("Caps:");
        for (Json b : buckets) if (b instanceof Json.Obj o) lines.add("  " + StatusText.bucket(o));
        return lines;
    }

    private static String line(RoutePreview f, RoutePreview.Step step) {
        Candidate c = step.candidate();
        var line = new StringBuilder(c.ref());
        if (f.route().primary().size() > 1 && primary(f, c)) line.append(", weight ").append(weight(f, c));
        line.append(c.format() == f.client() ? ", as it is" : ", translated to " + c.format().word());
        if (!primary(f, c)) line.append(", fallback");
        if (step.lastResort()) line.append(", only because nobody else is left");
        if (step.problem() != null) line.append("; not possible: ").append(step.problem());
        else if (step.losses() != null && !step.losses().isEmpty()) line.append("; loses ").append(step.losses());
        return line.toString();
    }

    private static String reasons(Skip skip) {
        return String.join(", ", skip.words().stream().map(RequestReport::meaning).toList());
    }
}
