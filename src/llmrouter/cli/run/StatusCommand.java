package llmrouter.cli.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;

import llmrouter.cli.Arguments;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.config.Settings;
import llmrouter.files.TlsFiles.ListenerKey;
import llmrouter.host.GatewayInputs;
import llmrouter.json.Json;
import llmrouter.report.StatusText;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.service.LocalAnswer;
import llmrouter.service.LocalCall;
import llmrouter.text.Printable;
import llmrouter.text.TimeWords;

/// `status`: asks a running gateway how it is.
public final class StatusCommand {
    private StatusCommand() {}

    public static Command command() {
        return Command.of("status", "Tell which gateways run, and how their candidates and caps stand", StatusCommand::run)
            .flags(Flag.CONFIG, Flag.text("host", "ADDRESS", "Where it listens.").orElse("$LLM_ROUTER_HOST, else 127.0.0.1"),
                Flag.integer("port", "PORT", 1, 65535, "Where it listens.").orElse("all of your gateways that run; if none does, $LLM_ROUTER_PORT, else 8787"),
                Flag.TLS_KEYSTORE, Flag.TLS_PASSWORD, Flag.JSON)
            .examples(new Example("status", "Exit code 0 if one runs, 1 if not"), new Example("status --port=9000 --json", "Everything it says, for a program"));
    }

    private static int run(Invocation invocation) throws IOException {
        Arguments arguments = invocation.arguments();
        List<Instance> own = arguments.given("host") || arguments.given("port") ? List.of() : Instances.in(invocation.shell().home(), invocation::say).running();
        if (!own.isEmpty()) return all(invocation, own);
        var inputs = GatewayInputs.of(invocation.hostContext(), arguments.text("config"));
        Settings settings = inputs.settings();
        int port = (int) arguments.integer("port", settings.listen().port());
        ListenerKey tls = inputs.listenerKey(arguments.text("tls-keystore"), arguments.text("tls-password-file"));
        SSLContext trusted = tls == null ? null : tls.pinned();
        String url = Instance.url(tls == null ? "http" : "https", arguments.text("host", settings.listen().host()), port);
        LocalAnswer health = LocalCall.get(url + "/health", null, trusted);
        if (health.isAbsent() || health.isSilent()) return absent(invocation, url, "nothing answers");
        if (health.body() == null || !"ok".equals(health.body().text("status"))) return absent(invocation, url, "something else answers");
        LocalAnswer page = LocalCall.get(url + "/status", null, trusted);
        if (page.status() == 401) page = LocalCall.get(url + "/status", inputs.masterKey(), trusted);
        if (!page.isOk() || !"llm-router".equals(page.body().text("name"))) return reticent(invocation, url, page);
        if (arguments.isOn("json")) invocation.print(page.body().put("running", true));
        else lines(url, page.body()).forEach(line -> invocation.print(Printable.of(line)));
        return 0;
    }

    /// Whoever may read the instances file needs no key to ask.
    private static int all(Invocation invocation, List<Instance> own) throws IOException {
        var pages = Json.array();
        for (Instance gateway : own) {
            LocalAnswer page = LocalCall.control(gateway, "GET", "status");
            boolean tells = page.isOk();
            pages.add((tells ? page.body() : Json.object().put("pid", gateway.pid()).put("version", gateway.version()).put("answers", false))
                .put("running", true).put("url", gateway.url()));
            if (invocation.arguments().isOn("json")) continue;
            List<String> lines = tells ? lines(gateway.url(), page.body()) : List.of("llm-router should run on " + RunningSelection.line(gateway) + ", but does not answer: it is stopping, or stuck");
            lines.forEach(line -> invocation.print(Printable.of(line)));
        }
        if (invocation.arguments().isOn("json")) invocation.print(own.size() == 1 ? pages.items().getFirst() : Json.object().put("running", true).put("gateways", pages));
        return 0;
    }

    private static int absent(Invocation invocation, String url, String what) {
        if (invocation.arguments().isOn("json")) invocation.print(Json.object().put("running", false).put("url", url).put("reason", what));
        else invocation.print("no gateway runs on " + url + ": " + what + " there");
        return 1;
    }

    /// It runs, but does not tell us more.
    private static int reticent(Invocation invocation, String url, LocalAnswer page) {
        if (page.status() == 401) invocation.say("it wants its master key to say more: set LLM_ROUTER_MASTER_KEY, or name its configuration with --config");
        else invocation.say("it does not say more" + (page.status() <= 0 ? "" : " (" + page.status() + ")") + "; is it an older version?");
        if (invocation.arguments().isOn("json")) invocation.print(Json.object().put("running", true).put("url", url));
        else invocation.print("a gateway runs on " + url);
        return 0;
    }

    private static List<String> lines(String url, Json.Obj page) {
        var lines = new ArrayList<String>();
        lines.add("llm-router " + page.text("version") + " runs on " + url + " for " + TimeWords.of(1000 * page.number("uptimeSeconds", 0)) + " (process " + page.number("pid", 0)
            + (page.isTrue("draining") ? ", stopping" : "") + ")");
        lines.add("Config: " + page.text("config"));
        lines.add("Key: " + (page.isTrue("keyRequired") ? "required" : "none wanted"));
        if (page.object("state") instanceof Json.Obj state) lines.add("Routing state: " + state.text("backend") + trouble(state));
        Json.Obj log = page.object("requestLog");
        lines.add("Request log: " + (log == null ? "off" : log.text("path") + (log.number("dropped", 0) == 0 ? "" : ", " + log.number("dropped", 0) + " lines dropped") + trouble(log)));
        for (Json item : page.items("routes")) if (item instanceof Json.Obj route) lines.add("Alias " + route.text("alias") + " (" + route.text("strategy") + "): " + refs(route, "primary")
            + (route.items("fallback").isEmpty() ? "" : "; then " + refs(route, "fallback")));
        if (!page.has("candidates")) lines.add("Candidates: this state backend does not tell");
        for (Json item : page.items("candidates")) if (item instanceof Json.Obj c) lines.add("Candidate " + StatusText.candidate(c));
        for (Json item : page.items("buckets")) if (item instanceof Json.Obj b) lines.add("Cap " + StatusText.bucket(b));
        return lines;
    }

    private static String trouble(Json.Obj part) {
        return part.text("trouble") == null ? "" : " - trouble: " + part.text("trouble");
    }

    private static String refs(Json.Obj route, String tier) {
        var refs = new ArrayList<String>();
        for (Json ref : route.items(tier)) if (ref instanceof Json.Str s) refs.add(s.value());
        return String.join(", ", refs);
    }
}
