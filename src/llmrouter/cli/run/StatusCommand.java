package llmrouter.cli.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;

import llmrouter.cli.Arguments;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.ExitCode;
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
import llmrouter.startup.RunningUnit;
import llmrouter.text.Printable;

/// `status`: asks running gateways for their state: all of the user's, by their control doors, or the one at an
/// address, as any client could.
public final class StatusCommand {
    private static final Flag VERBOSE =
        Flag.bool("verbose", "List every alias, candidate and cap, also what is ok.");

    private StatusCommand() {}

    public static Command command() {
        return Command.of("status", "Show which gateways run, and the state of their candidates and caps",
            StatusCommand::run)
            .flags(Flag.CONFIG,
                Flag.text("host", "ADDRESS", "Where it listens.").orElse("$LLM_ROUTER_HOST, else 127.0.0.1"),
                Flag.integer("port", "PORT", 1, 65535, "Where it listens.")
                    .orElse("all of your gateways that run; if none does, $LLM_ROUTER_PORT, else 8787"),
                VERBOSE, Flag.TLS_KEYSTORE, Flag.TLS_PASSWORD, Flag.JSON)
            .examples(new Example("status", "Exit code 0 if one runs and answers, 1 if not"),
                new Example("status --port=9000 --json", "The whole status, for a program"));
    }

    private static int run(Invocation invocation) throws IOException {
        Arguments arguments = invocation.arguments();
        if (arguments.given("host") || arguments.given("port")) return atAddress(invocation);
        List<Instance> own = Instances.in(invocation.shell().home(), invocation::say).running();
        return own.isEmpty() ? atAddress(invocation) : ofUser(invocation, own);
    }

    // ── the user's own gateways ──

    private static int ofUser(Invocation invocation, List<Instance> own) throws IOException {
        boolean json = invocation.arguments().isOn("json");
        var gateways = new ArrayList<Json.Obj>();
        boolean silent = false;
        for (Instance gateway : own) {
            LocalAnswer answer = LocalCall.control(gateway, "GET", "status");
            silent |= !answer.isOk();
            Json.Obj status = answer.isOk() ? answer.body().put("running", true) : withoutAnswer(gateway);
            RunningUnit unit = OwnService.of(invocation, gateway);
            if (unit != null) status.put("service", unit.name());
            gateways.add(status.put("url", gateway.url()));
            if (!json) lines(gateway, answer, invocation).forEach(invocation::print);
            if (!json && unit != null) invocation.print("  run by the service " + unit.name() + "; '" + unit.stopLine()
                + "' ends it, and so does 'llm-router stop'");
        }
        if (json) invocation.print(json(gateways));
        return silent ? ExitCode.FAILED : ExitCode.DONE;
    }

    /// One shape for any number of gateways: `{"running":true,"gateways":[…]}`. The members of a single one stand
    /// beside the list too, where programs that were written for one gateway look for them.
    private static Json.Obj json(List<Json.Obj> gateways) {
        Json.Obj json = Json.object();
        if (gateways.size() == 1) gateways.getFirst().members().forEach(json::put);
        Json.Arr list = Json.array();
        gateways.forEach(list::add);
        return json.put("running", gateways.stream().anyMatch(gateway -> gateway.isTrue("running")))
            .put("gateways", list);
    }

    private static Json.Obj withoutAnswer(Instance gateway) {
        return Json.object().put("running", false).put("reason", "does not answer").put("pid", gateway.pid())
            .put("version", gateway.version()).put("answers", false);
    }

    private static List<String> lines(Instance gateway, LocalAnswer answer, Invocation invocation) {
        if (answer.isOk()) return lines(gateway.url(), answer, invocation);
        return List.of(Printable.of("llm-router should run on " + RunningSelection.line(gateway)
            + ", but does not answer: it is stopping, or it hangs; 'llm-router stop --port=" + gateway.port()
            + "' ends it"));
    }

    private static List<String> lines(String url, LocalAnswer answer, Invocation invocation) {
        return StatusText.gateway(url, answer.body(), invocation.arguments().isOn(VERBOSE.name()));
    }

    // ── a gateway at an address ──

    private static int atAddress(Invocation invocation) throws IOException {
        Arguments arguments = invocation.arguments();
        GatewayInputs inputs = GatewayInputs.of(invocation.hostContext(), arguments.text("config"));
        ListenerKey tls = inputs.listenerKey(arguments.text("tls-keystore"), arguments.text("tls-password-file"));
        SSLContext trusted = tls == null ? null : tls.pinned();
        String url = url(arguments, inputs.settings(), tls == null ? "http" : "https");
        LocalAnswer health = LocalCall.get(url + "/health", null, trusted);
        if (health.isAbsent() || health.isSilent()) return absent(invocation, url, "nothing answers");
        boolean healthy = health.body() != null && "ok".equals(health.body().text("status"));
        if (!healthy) return absent(invocation, url, "something else answers");
        LocalAnswer status = LocalCall.get(url + "/status", null, trusted);
        if (status.status() == 401) status = LocalCall.get(url + "/status", inputs.knownMasterKey(), trusted);
        boolean ours = status.isOk() && "llm-router".equals(status.body().text("name"));
        if (!ours) return withoutDetails(invocation, url, status);
        if (arguments.isOn("json")) invocation.print(json(List.of(status.body().put("running", true).put("url", url))));
        else lines(url, status, invocation).forEach(invocation::print);
        return ExitCode.DONE;
    }

    private static String url(Arguments arguments, Settings settings, String scheme) {
        int port = (int) arguments.integer("port", settings.listen().port());
        return Instance.url(scheme, arguments.text("host", settings.listen().host()), port);
    }

    private static int absent(Invocation invocation, String url, String reason) {
        Json.Obj json = json(List.of()).put("url", url).put("reason", reason);
        if (invocation.arguments().isOn("json")) invocation.print(json);
        else invocation.print("no gateway runs on " + url + ": " + reason + " there");
        return ExitCode.FAILED;
    }

    /// A gateway runs there, but it did not answer with its status.
    private static int withoutDetails(Invocation invocation, String url, LocalAnswer answer) {
        if (answer.status() == 401) {
            invocation.say("the gateway returns details only for one of its keys: set LLM_ROUTER_MASTER_KEY to one, "
                + "or name its configuration with --config");
        } else {
            String status = answer.status() > 0 ? " (HTTP " + answer.status() + ")" : "";
            invocation.say("the gateway returned no details" + status + "; it may be an older version");
        }
        Json.Obj known = Json.object().put("running", true).put("url", url);
        if (invocation.arguments().isOn("json")) invocation.print(json(List.of(known)));
        else invocation.print("a gateway runs on " + url);
        return ExitCode.DONE;
    }
}
