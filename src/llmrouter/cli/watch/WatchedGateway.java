package llmrouter.cli.watch;

import java.io.IOException;
import java.util.List;

import javax.net.ssl.SSLContext;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.files.TlsFiles.ListenerKey;
import llmrouter.host.GatewayInputs;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.service.LocalAnswer;
import llmrouter.service.LocalCall;
import llmrouter.service.TrustedGateway;
import llmrouter.service.UnprovenGateway;

/// The gateway that is looked at: one of the user's own, by its control door, or the one at an address.
final class WatchedGateway {
    private final String url;
    private final Answers answers;

    private interface Answers {
        LocalAnswer status() throws IOException;
    }

    private WatchedGateway(String url, Answers answers) {
        this.url = url;
        this.answers = answers;
    }

    /// @throws CliError several run, and the user did not choose
    static WatchedGateway chosen(Invocation invocation) throws IOException {
        Arguments arguments = invocation.arguments();
        if (arguments.given("host")) return atAddress(invocation);
        Long port = arguments.integer("port");
        List<Instance> own = Instances.in(invocation.shell().home(), invocation::say).running().stream()
            .filter(gateway -> port == null || gateway.port() == port).toList();
        if (own.isEmpty()) return atAddress(invocation);
        if (own.size() == 1) return ofUser(own.getFirst(), invocation);
        throw CliError.usage("several of your gateways run; choose one with --port=N:\n  "
            + String.join("\n  ", own.stream()
                .map(gateway -> gateway.url() + " (process " + gateway.pid() + ")").toList()));
    }

    /// A gateway that starts again at the same address is found again.
    private static WatchedGateway ofUser(Instance first, Invocation invocation) {
        Instances all = Instances.in(invocation.shell().home(), _ -> {});
        return new WatchedGateway(first.url(), () -> {
            for (Instance gateway : all.running()) {
                if (gateway.url().equals(first.url())) return LocalCall.control(gateway, "GET", "status");
            }
            return LocalCall.control(first, "GET", "status");
        });
    }

    private static WatchedGateway atAddress(Invocation invocation) throws IOException {
        Arguments arguments = invocation.arguments();
        GatewayInputs inputs = GatewayInputs.of(invocation.hostContext(), arguments.text("config"));
        ListenerKey tls = inputs.listenerKey(arguments.text("tls-keystore"), arguments.text("tls-password-file"));
        SSLContext trusted = tls == null ? null : tls.pinned();
        int port = (int) arguments.integer("port", inputs.settings().listen().port());
        String host = arguments.text("host", inputs.settings().listen().host());
        String url = Instance.url(tls == null ? "http" : "https", host, port);
        if (trusted == null) {
            LocalAnswer health = LocalCall.get(url + "/health", null);
            if (health.isAbsent() || health.isSilent()) return new WatchedGateway(url, () -> health);
            throw CliError.failed(UnprovenGateway.words(url));
        }
        TrustedGateway gateway = TrustedGateway.pinned(url, trusted);
        return new WatchedGateway(url, () -> {
            LocalAnswer open = gateway.get("/status", null);
            String key = open.status() == 401 ? inputs.knownMasterKey() : null;
            return key == null ? open : gateway.get("/status", key);
        });
    }

    String url() {
        return url;
    }

    /// Asks now. Takes a few seconds at most.
    GatewayLook look() {
        LocalAnswer answer;
        try {
            answer = answers.status();
        } catch (IOException e) {
            return new GatewayLook(System.nanoTime(), null, "cannot be asked: " + e.getMessage());
        }
        long now = System.nanoTime();
        boolean ours = answer.isOk() && "llm-router".equals(answer.body().text("name"));
        return ours ? new GatewayLook(now, answer.body(), null) : new GatewayLook(now, null, silence(answer));
    }

    private static String silence(LocalAnswer answer) {
        if (answer.isAbsent()) return "does not run";
        if (answer.isSilent()) return "does not answer in time";
        if (answer.isOlder()) return answer.why();
        if (answer.status() == 401) {
            return "tells this only for one of its keys: set LLM_ROUTER_MASTER_KEY to one, or name its configuration"
                + " with --config";
        }
        return answer.isOk() || answer.status() <= 0 ? "is no llm-router, or is stopping"
            : "answers with HTTP " + answer.status();
    }
}
