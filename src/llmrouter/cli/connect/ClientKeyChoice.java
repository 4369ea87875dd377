package llmrouter.cli.connect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Cli;
import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.cli.Shell;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.files.KeyDigest;
import llmrouter.json.Json;
import llmrouter.json.JsonError;

/// The key that a client gets: the one that the user gave, one that its file has already, a new one of its own, or
/// none.
///
/// @param key  null if the gateway asks for none, or if it is to be made
/// @param name of the client key in the configuration; null if it is not known or there is none
/// @param origin where the key comes from
record ClientKeyChoice(String key, String name, KeyOrigin origin) {
    private static final ClientKeyChoice NONE = new ClientKeyChoice(null, null, KeyOrigin.NONE);
    /// Where a client's key comes from.
    enum KeyOrigin {
        /// The gateway asks for none.
        NONE,
        /// The user gave it.
        GIVEN,
        /// The client's file has it.
        PRESENT,
        /// It must be made before the file is written.
        WANTED,
        /// It was made for this connection.
        MADE
    }

    /// Stands for a key that is not made yet.
    private static final String NEW = "A-NEW-CLIENT-KEY";

    /// @param settings of the client, as they are now
    static ClientKeyChoice of(Invocation in, GatewayChoice gateway, Json.Obj settings, String client)
            throws IOException {
        String given = GatewayChoice.givenKey(in);
        if (given != null) return new ClientKeyChoice(given, null, KeyOrigin.GIVEN);
        if (!gateway.keyed()) return NONE;
        Config config = gateway.config();
        ClientKeyChoice present = present(settings, config);
        if (present != null) return present;
        if (!gateway.inputs().hasConfigFile()) {
            throw CliError.usage("the gateway asks its clients for a key, and its configuration is not in a file, so "
                + "that no key can be added; give one with --key-env, --key-file or --key-stdin");
        }
        return new ClientKeyChoice(null, free(client, config), KeyOrigin.WANTED);
    }

    /// A text of the client's settings that is a key of the gateway.
    private static ClientKeyChoice present(Json.Obj settings, Config config) {
        long now = System.currentTimeMillis() / 1000;
        var texts = new ArrayList<String>();
        collect(settings, texts);
        for (String text : texts) {
            if (config.masterKey() instanceof InlineSecret(String master, _) && master.equals(text)) {
                return new ClientKeyChoice(text, null, KeyOrigin.PRESENT);
            }
            String digest = KeyDigest.sha256(text);
            for (ClientKey key : config.masterKeys()) {
                boolean good = key.keySha256().equals(digest) && (key.expires() == null || key.expires() > now);
                if (good) return new ClientKeyChoice(text, key.name(), KeyOrigin.PRESENT);
            }
        }
        return null;
    }

    private static void collect(Json value, List<String> texts) {
        switch (value) {
            case Json.Str text -> texts.add(text.value());
            case Json.Obj object -> object.members().values().forEach(member -> collect(member, texts));
            case Json.Arr array -> array.items().forEach(item -> collect(item, texts));
            default -> { }
        }
    }

    private static String free(String client, Config config) {
        List<String> taken = config.masterKeys().stream().map(ClientKey::name).toList();
        String name = client;
        for (int i = 2; taken.contains(name); i++) name = client + "-" + i;
        return name;
    }

    boolean isWanted() {
        return origin == KeyOrigin.WANTED;
    }

    boolean isMade() {
        return origin == KeyOrigin.MADE;
    }

    /// What stands for the key in a preview.
    String preview() {
        return isWanted() ? NEW : key;
    }

    /// The key itself; makes it if that is needed.
    ClientKeyChoice made(Invocation in) {
        if (!isWanted()) return this;
        Json.Obj answer = config(in, "add-key", name);
        if (answer.text("generatedKey") instanceof String made) return new ClientKeyChoice(made, name, KeyOrigin.MADE);
        throw CliError.failed("no client key could be made; run 'llm-router config add-key " + name
            + "' and give its key with --key-stdin");
    }

    /// Runs an operation of `config`, as the user would type it, and returns its JSON.
    ///
    /// @throws CliError it was refused, with its own message
    static Json.Obj config(Invocation in, String operation, String name) {
        var out = new ByteArrayOutputStream();
        Shell own = in.shell();
        var shell = new Shell(InputStream.nullInputStream(), new PrintStream(out, true, StandardCharsets.UTF_8),
            own.err(), own.environment(), own.home(), false, () -> null, own.stop());
        int code = Cli.run(List.of("config", operation, name, "--json", "--config=" + in.configFile()), shell);
        try {
            if (Json.parse(out.toString(StandardCharsets.UTF_8)) instanceof Json.Obj answer) {
                if (code == 0) return answer;
                Json.Obj error = answer.object("error");
                throw CliError.failed(error == null || error.text("message") == null
                    ? "'config " + operation + " " + name + "' failed" : error.text("message"));
            }
        } catch (JsonError _) {
            // it is told below
        }
        throw CliError.failed("'config " + operation + " " + name + "' gave no answer");
    }
}
