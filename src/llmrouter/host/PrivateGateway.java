package llmrouter.host;

import java.io.IOException;
import java.time.Duration;

import llmrouter.config.Config;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.files.MasterKeys;
import llmrouter.server.ListenAddress;
import llmrouter.server.ListenAddress.KeyRule;
import llmrouter.server.ServerContext;

/// A gateway for one command of this process: on a free port of this machine, not listed with the user's gateways, and
/// with the configuration as it was at the start. If the configuration has keys for clients, requests need a key that is
/// made for this gateway alone, or one of the client keys.
public final class PrivateGateway implements AutoCloseable {
    /// A client that has ended waits for nothing; what it left behind is cut.
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private final GatewayRun run;
    private final Config config;
    private final String key;

    private PrivateGateway(GatewayRun run, Config config, String key) {
        this.run = run;
        this.config = config;
        this.key = key;
    }

    /// Listens.
    ///
    /// @throws HostError the inputs cannot be used, with what to do about it
    public static PrivateGateway start(HostContext context, GatewayInputs inputs) throws IOException {
        LoadedConfig first = inputs.load();
        boolean keyed = first.config().hasClientKey();
        String key = keyed ? MasterKeys.generate(MasterKeys.USUAL_LENGTH, MasterKeys.USUAL_PREFIX) : null;
        Config config = keyed ? first.config().withMasterKey(new InlineSecret(key)) : first.config();
        var listen = new ListenAddress("127.0.0.1", 0, keyed ? KeyRule.ALWAYS : KeyRule.NEVER);
        var place = new ServerContext(context.home(), first.text().path().toString(), null);
        return new PrivateGateway(GatewayRun.start(context, listen, inputs.settings(), place, config), config, key);
    }

    /// Where clients on this machine find it.
    public String url() {
        return run.url();
    }

    public Config config() {
        return config;
    }

    /// The key that clients must show; null if they need none.
    public String key() {
        return key;
    }

    @Override
    public void close() {
        try (var server = run.server()) {
            server.drain(DRAIN);
        }
    }
}
