package llmrouter.cli.system;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.read.SettingsTable;
import llmrouter.host.GatewayInputs;
import llmrouter.host.HostContext;
import llmrouter.host.LoadedConfig;
import llmrouter.server.GatewayServer;
import llmrouter.server.ListenAddress;
import llmrouter.server.ListenAddress.KeyRule;
import llmrouter.server.ServerContext;

/// A gateway of its own for `smoke`, on a free port of 127.0.0.1, with the user's configuration. It keeps its state in
/// memory, logs no requests, is in no list of running gateways, and asks for a key that only this process knows.
///
/// @param config what it runs with: models have no fallbacks, so that a model answers by itself or not at all
record SmokeGateway(GatewayServer server, Config config, String key) implements AutoCloseable {
    /// Settings of the user's gateway that have no place here.
    private static final List<String> LEFT_OUT = List.of("LLM_ROUTER_HOST", "LLM_ROUTER_PORT", "LLM_ROUTER_ALLOWED_IPS",
        "LLM_ROUTER_IP_ALLOWLIST", "LLM_ROUTER_STATE_FILE_PATH", "LLM_ROUTER_MASTER_KEY", "LLM_ROUTER_TRUSTED_PROXIES");

    static SmokeGateway start(Invocation in) throws IOException {
        Map<String, String> environment = new HashMap<>(in.shell().environment());
        LEFT_OUT.forEach(environment::remove);
        environment.put(SettingsTable.STATE_BACKEND.name(), "memory");
        environment.put(SettingsTable.REQUEST_LOG.name(), "off");
        environment.put("LLM_ROUTER_LOG", "off");
        var host = new HostContext(environment, in.shell().home(), false, in.shell().stop(), in::say);
        GatewayInputs inputs = GatewayInputs.of(host, in.arguments().text("config"));
        LoadedConfig loaded = inputs.load();
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String key = HexFormat.of().formatHex(random);
        Config config = withoutFallbacks(loaded.config()).withMasterKey(new InlineSecret(key));
        var server = GatewayServer.start(new ListenAddress("127.0.0.1", 0, KeyRule.ALWAYS), inputs.settings(),
            new ServerContext(in.shell().home(), "smoke", null), config, _ -> {});
        return new SmokeGateway(server, config, key);
    }

    private static Config withoutFallbacks(Config config) {
        return config.withProviders(config.providers().stream().map(SmokeGateway::withoutFallbacks).toList());
    }

    private static Provider withoutFallbacks(Provider p) {
        var models = p.models().stream().map(m -> new Model(m.id(), m.aliases(), m.formats(), m.enabled(),
            m.contextWindow(), m.maxOutputTokens(), m.cost(), List.of(), m.inlineThinking(), m.capabilities()))
            .toList();
        return new Provider(p.id(), p.name(), p.enabled(), p.baseUrl(), p.baseUrlByFormat(), p.apiKey(), p.formats(),
            p.auth(), p.authByFormat(), p.headers(), p.anthropicVersion(), p.anthropicBeta(), models, p.rateLimits(),
            p.timeouts(), p.network(), p.fingerprint());
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
