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
import llmrouter.service.TrustedGateway;
import llmrouter.service.UnprovenGateway;
import llmrouter.startup.RunningUnit;
import llmrouter.text.Plural;
import llmrouter.text.Printable;

/// `status`: asks running gateways for their state: the user's own, which prove themselves, or the one at an address
/// that is known by its certificate. What else answers there is not asked.
public final class StatusCommand {
    private static final Flag VERBOSE =
        Flag.bool("verbose", "List every alias, candidate and cap, also what is ok.");

    private static final long AGAIN_MS = 150;
    /// How long a gateway that takes another one's place needs until it is in the list.
    private static final int TAKEOVER_TRIES = 10;

    private StatusCommand() {}

    public static Command command() {
        return Command.of("status", "Show which gateways run, and the state of their candidates and caps",
            StatusCommand::run)
            .flags(Flag.CONFIG,
                Flag.text("host", "ADDRESS", "Where it listens.").orElse("$LLM_ROUTER_HOST, else 127.0.0.1"),
                Flag.integer("port", "PORT", 1, 65535, "Where it listens.")
                    .orElse("all of your gateways that run; if none does, $LLM_ROUTER_PORT, else 8787"),
                Flag.integer("wait", "SECONDS", 1, 600, "Wait this long for a gateway that answers, as after "
                    + "'start'.")
                    .orElse("do not wait"),
                VERBOSE, Flag.TLS_KEYSTORE, Flag.TLS_PASSWORD, Flag.JSON)
            .examples(new Example("status", "Exit code 0 if one runs and answers, 1 if not"),
                new Example("status --wait=20", "Returns as soon as a gateway answers, after 20 s at the latest"),
                new Example("status --port=9000 --json", "The whole status, for a program"));
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        Arguments arguments = invocation.arguments();
        long until = System.nanoTime() + arguments.integer("wait", 0) * 1_000_000_000L;
        while (System.nanoTime() < until && !answers(invocation)) Thread.sleep(AGAIN_MS);
        boolean named = arguments.given("host") || arguments.given("port");
        if (named && arguments.given("tls-keystore")) return atAddress(invocation); // by the certificate that is named
        Instances instances = Instances.in(invocation.shell().home(), invocation::say);
        List<Instance> own = meant(arguments, instances.running());
        List<Instance> draining = meant(arguments, instances.draining());
        // the port of one that drains may be another program's
        return own.isEmpty() && draining.isEmpty() ? atAddress(invocation) : ofUser(invocation, own, draining);
    }

    /// Those at the address that the user named; all if the user named none.
    private static List<Instance> meant(Arguments arguments, List<Instance> all) {
        String host = arguments.text("host");
        Long port = arguments.integer("port");
        return all.stream().filter(one -> port == null || one.port() == port)
            .filter(one -> host == null || one.listensOn(host)).toList();
    }

    /// Whether the gateways that are meant answer now.
    private static boolean answers(Invocation invocation) throws IOException {
        List<Instance> all = meant(invocation.arguments(), Instances.in(invocation.shell().home(), _ -> {}).all());
        List<Instance> own = all.stream().filter(one -> !one.draining()).toList();
        for (Instance gateway : own) {
            if (!LocalCall.control(gateway, "GET", "identity").isOk()) return false;
        }
        return !own.isEmpty() || all.isEmpty() && health(Place.of(invocation)).isOk();
    }

    // ── the user's own gateways ──

    /// A gateway and its status.
    private record Asked(Instance gateway, LocalAnswer answer) {}

    /// Asks a gateway for its status. If another one takes its address over meanwhile, that one is asked: it is in the
    /// list a moment later.
    private static Asked ask(Invocation invocation, Instance listed) throws IOException, InterruptedException {
        var asked = new Asked(listed, LocalCall.control(listed, "GET", "status"));
        for (int i = 0; i < TAKEOVER_TRIES && !asked.answer.isOk(); i++) {
            Instance now = Instances.in(invocation.shell().home(), _ -> {}).running().stream()
                .filter(one -> one.port() == listed.port() && one.host().equals(listed.host()))
                .findFirst().orElse(null);
            boolean other = now != null && !now.is(asked.gateway);
            if (!other && (asked.answer.isSilent() || asked.answer.isOlder())) return asked;
            if (!other) Thread.sleep(AGAIN_MS);
            Instance asking = other ? now : asked.gateway;
            asked = new Asked(asking, LocalCall.control(asking, "GET", "status"));
        }
        return asked;
    }

    /// @param own      those that listen
    /// @param draining those that only finish requests
    private static int ofUser(Invocation invocation, List<Instance> own, List<Instance> draining) throws IOException,
            InterruptedException {
        boolean json = invocation.arguments().isOn("json");
        var gateways = new ArrayList<Json.Obj>();
        boolean silent = false;
        for (Instance listed : own) {
            Asked asked = ask(invocation, listed);
            Instance gateway = asked.gateway();
            LocalAnswer answer = asked.answer();
            silent |= !answer.isOk();
            Json.Obj status = answer.isOk() ? answer.body().put("running", true) : withoutAnswer(gateway);
            RunningUnit unit = OwnService.of(invocation, gateway);
            if (unit != null) status.put("service", unit.name());
            gateways.add(status.put("url", gateway.url()));
            if (!json) lines(gateway, answer, invocation).forEach(invocation::print);
            if (!json && unit != null) invocation.print("  run by the service " + unit.name() + "; '" + unit.stopLine()
                + "' ends it, and so does 'llm-router stop'");
        }
        Json.Arr ending = Json.array();
        for (Instance gateway : draining) {
            Json.Obj found = ending(gateway);
            ending.add(found);
            if (!json) invocation.print(Printable.of(found.text("said")));
        }
        if (json) invocation.print(json(gateways).put("ending", ending));
        return silent || own.isEmpty() ? ExitCode.FAILED : ExitCode.DONE;
    }

    /// A gateway that listens for clients no more.
    private static Json.Obj ending(Instance gateway) throws IOException {
        LocalAnswer answer = LocalCall.control(gateway, "GET", "status");
        var json = Json.object().put("pid", gateway.pid()).put("version", gateway.version());
        String begin = "process " + gateway.pid() + ", which listened on " + gateway.url() + ", is stopping and ";
        if (!answer.isOk()) return json.put("said", begin + answer.why());
        long open = answer.body().number("open", 0);
        return json.put("requests", open).put("said", begin + "is finishing " + Plural.of(open, "request"));
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
        String why = answer.isOlder() ? ", but " + answer.why()
            : ", but " + answer.why() + ": it is stopping, or it hangs";
        return List.of(Printable.of("llm-router should run on " + RunningSelection.line(gateway) + why
            + "; 'llm-router stop --port=" + gateway.port() + "' ends it"));
    }

    private static List<String> lines(String url, LocalAnswer answer, Invocation invocation) {
        return StatusText.gateway(url, answer.body(), invocation.arguments().isOn(VERBOSE.name()));
    }

    // ── a gateway at an address ──

    /// @param trusted its certificate; null without TLS
    private record Place(GatewayInputs inputs, String url, SSLContext trusted) {
        static Place of(Invocation invocation) throws IOException {
            Arguments arguments = invocation.arguments();
            GatewayInputs inputs = GatewayInputs.of(invocation.hostContext(), arguments.text("config"));
            ListenerKey tls = inputs.listenerKey(arguments.text("tls-keystore"), arguments.text("tls-password-file"));
            String url = StatusCommand.url(arguments, inputs.settings(), tls == null ? "http" : "https");
            return new Place(inputs, url, tls == null ? null : tls.pinned());
        }
    }

    private static LocalAnswer health(Place place) throws IOException {
        return LocalCall.get(place.url + "/health", place.trusted);
    }

    private static int atAddress(Invocation invocation) throws IOException {
        Arguments arguments = invocation.arguments();
        Place place = Place.of(invocation);
        GatewayInputs inputs = place.inputs();
        String url = place.url();
        LocalAnswer health = health(place);
        if (health.isAbsent() || health.isSilent()) return absent(invocation, url, "nothing answers");
        boolean healthy = health.body() != null && "ok".equals(health.body().text("status"));
        if (!healthy) return absent(invocation, url, "something else answers");
        if (place.trusted() == null) return unproven(invocation, url);
        TrustedGateway gateway = TrustedGateway.pinned(url, place.trusted());
        LocalAnswer status = gateway.get("/status", null);
        if (status.status() == 401) status = gateway.get("/status", inputs.knownMasterKey());
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

    private static int unproven(Invocation invocation, String url) {
        String words = UnprovenGateway.words(url);
        if (invocation.arguments().isOn("json")) invocation.print(json(List.of()).put("url", url).put("reason", words));
        else invocation.print(words);
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
