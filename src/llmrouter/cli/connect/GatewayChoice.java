package llmrouter.cli.connect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.clients.GatewayAccess;
import llmrouter.clients.UsualModel;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Settings;
import llmrouter.files.Secrets;
import llmrouter.host.GatewayInputs;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RouteResolver.Resolution;
import llmrouter.service.Instance;
import llmrouter.service.Instances;

/// The gateway that a client is to use: one that runs, one that would be started here, or one at an address that the
/// user gave.
///
/// @param url     of the gateway, without a slash at the end
/// @param config  its configuration, as it is written; null if it is at an address that the user gave
/// @param running the gateway, or null if none with this configuration runs
/// @param keyed   whether its clients must show a key; false if that is not known
record GatewayChoice(String url, Config config, GatewayInputs inputs, Instance running, boolean keyed) {

    static GatewayChoice of(Invocation in) throws IOException {
        if (in.arguments().text("url") instanceof String given) return elsewhere(given);
        GatewayInputs inputs = GatewayInputs.of(in.hostContext(), in.arguments().text("config"));
        Config config = inputs.writtenConfig();
        Instance running = running(in, inputs);
        Settings settings = inputs.settings();
        if (running != null) return new GatewayChoice(running.url(), config, inputs, running,
            running.terms().requireAuth());
        int port = settings.listen().port();
        if (port == 0) {
            throw CliError.usage("LLM_ROUTER_PORT is 0, so the gateway has another address at each start; set a port, "
                + "or start the gateway first");
        }
        String scheme = settings.tls().keystore() == null ? "http" : "https";
        boolean keyed = config.hasClientKey() || settings.masterKey() != null;
        return new GatewayChoice(Instance.url(scheme, settings.listen().host(), port), config, inputs, null, keyed);
    }

    private static GatewayChoice elsewhere(String given) {
        String url = given;
        while (url.endsWith("/")) url = url.substring(0, url.length() - 1);
        if (url.endsWith("/v1")) url = url.substring(0, url.length() - 3);
        if (!url.startsWith("http://") && !url.startsWith("https://")) {
            throw CliError.usage("--url must begin with http:// or https://, as in http://127.0.0.1:8787, not '" + given
                + "'");
        }
        return new GatewayChoice(url, null, null, null, false);
    }

    /// The gateway of this user that runs with the configuration; the first that was started if several do.
    static Instance running(Invocation in, GatewayInputs inputs) throws IOException {
        if (!inputs.hasConfigFile()) return null;
        Path file = inputs.configText().path();
        List<Instance> all = Instances.in(in.shell().home(), in::say).runningWith(file);
        return all.isEmpty() ? null : all.getFirst();
    }

    /// What a client must know, with the models that the user chose.
    ///
    /// @param key or null
    GatewayAccess access(Invocation in, String key) {
        return access(in.arguments(), url, key, config);
    }

    /// @param config null if it is not known
    static GatewayAccess access(Arguments arguments, String url, String key, Config config) {
        String model = arguments.text("model");
        String small = arguments.text("small-model");
        if (model == null) {
            model = config == null ? null : UsualModel.of(config);
            if (model == null) throw CliError.usage(config == null ? "name the model with --model, as the gateway at "
                + url + " knows it" : "the configuration names no model; name one with --model");
        }
        check("model", model, config);
        GatewayAccess access = config == null ? new GatewayAccess(url, key, model)
            : GatewayAccess.of(url, key, model, config);
        if (small == null) return access;
        check("small-model", small, config);
        return access.withSmallModel(small);
    }

    private static void check(String flag, String name, Config config) {
        if (config == null) return;
        if (new RouteResolver(config).resolve(name, Format.DEFAULT) instanceof Resolution.Unknown(String message)) {
            throw CliError.usage("--" + flag + "=" + name + " cannot be used: " + message);
        }
    }

    /// The key that the user gave by a flag, or null.
    static String givenKey(Invocation in) throws IOException {
        var secret = in.secret("key");
        if (secret instanceof InlineSecret(String key, _)) return key;
        return secret == null ? null : new Secrets(in.shell().environment()::get, in.shell().home()).value(secret);
    }
}
