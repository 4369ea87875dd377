package llmrouter.cli.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Confirmation;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.Bucket;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.Secret;
import llmrouter.config.SecretMask;
import llmrouter.config.edit.ClientKeyChange.AddKey;
import llmrouter.config.edit.ClientKeyChange.ClientKeyChanged;
import llmrouter.config.edit.ClientKeyChange.RevokeKey;
import llmrouter.config.edit.ClientKeyChange.SetKey;
import llmrouter.config.edit.MasterKeyStrength;
import llmrouter.config.edit.input.ClientKeyInput;
import llmrouter.config.keys.KeyWrapping;
import llmrouter.config.keys.WrappedKey;
import llmrouter.files.KeyDigest;
import llmrouter.files.MasterKeys;
import llmrouter.files.Secrets;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.report.ConfigJson;
import llmrouter.text.Timestamps;

/// `config add-key`, `set-key`, `revoke-key` and `list-keys`: the keys of single clients. A key is shown once, when it
/// is made; the file has its digest only.
final class ClientKeyOperations {
    private ClientKeyOperations() {}

    static int add(Invocation in) throws IOException {
        checkKeyFlags(in);
        ConfigFile.checkBeforeAsking(in, new AddKey(name(in), KeyDigest.sha256(generated()), input(in)));
        String given = given(in);
        String key = given == null ? generated() : given;
        warnIfWeak(in, given);
        var change = new AddKey(name(in), KeyDigest.sha256(key), input(in));
        report(in, "add-key", "added", ConfigFile.save(in, change), given == null ? key : null);
        return ExitCode.DONE;
    }

    static int set(Invocation in) throws IOException {
        checkKeyFlags(in);
        String made = in.arguments().isOn("generate") ? generated() : null;
        boolean another = made != null || in.secretFlag("key") != null;
        String digest = another ? KeyDigest.sha256(generated()) : null;
        ConfigFile.checkBeforeAsking(in, new SetKey(name(in), digest, input(in)));
        String given = given(in);
        warnIfWeak(in, given);
        String key = given == null ? made : given;
        var change = new SetKey(name(in), key == null ? null : KeyDigest.sha256(key), input(in));
        report(in, "set-key", "changed", ConfigFile.save(in, change), made);
        return ExitCode.DONE;
    }

    static int revoke(Invocation in) throws IOException {
        String name = name(in);
        boolean asks = in.shell().terminal() && !in.arguments().isOn("dry-run");
        if (asks && name != null) {
            Confirmation.ask(in, "Revoke the key of '" + name + "'? Its next request is answered 401. If it is the "
                + "last key, a running gateway then refuses every request, and one that is started needs no key.",
                false);
        }
        var change = new RevokeKey(name, in.shell().terminal() || in.arguments().isOn("yes"));
        SavedChange<ClientKeyChanged> saved = ConfigFile.save(in, change);
        report(in, "revoke-key", "revoked", saved, null);
        return ExitCode.DONE;
    }

    private static String name(Invocation in) {
        return Given.of(in).text(0, "name");
    }

    private static ClientKeyInput input(Invocation in) {
        long now = System.currentTimeMillis() / 1000;
        return new ClientKeyInput(in.arguments().text("models"), in.arguments().text("caps"),
            in.arguments().text("expires"), now);
    }

    /// The key that the user gave; null if none was given.
    private static String given(Invocation in) throws IOException {
        Secret secret = in.secret("key");
        if (secret == null) return null;
        return new Secrets(in.shell().environment()::get, in.shell().home()).value(secret);
    }

    private static void checkKeyFlags(Invocation in) {
        boolean both = in.secretFlag("key") != null && in.arguments().isOn("generate");
        if (both) throw CliError.usage("give a key or --generate, not both");
    }

    private static String generated() {
        return MasterKeys.generate(MasterKeys.USUAL_LENGTH, MasterKeys.USUAL_PREFIX);
    }

    private static void warnIfWeak(Invocation in, String key) {
        WrappedKey wrapped = key == null ? null : KeyWrapping.find(key, false);
        if (wrapped != null) in.say("warning: this key " + wrapped.what() + "; " + wrapped.fixThere());
        List<String> weaknesses = key == null ? List.of() : MasterKeyStrength.weaknesses(key);
        if (weaknesses.isEmpty()) return;
        in.say("warning: this key is weak: " + String.join(", ", weaknesses)
            + "; without --key-stdin and the like, a strong one is made");
    }

    /// @param made the new key, which is printed this once; or null
    private static void report(Invocation in, String operation, String done, SavedChange<ClientKeyChanged> saved,
            String made) {
        var report = new ChangeReport(in, saved);
        String name = saved.result().name();
        String shown = saved.dryRun() ? null : made;
        ClientKey key = find(saved.config(), name);
        if (report.asJson()) {
            Obj json = saved.json(operation).put("name", name).put("keyCount", saved.result().count());
            json.put("generatedKey", ConfigJson.textOrNull(shown));
            report.print(json.put("key", key == null ? Json.Null.NULL : ConfigJson.clientKey(key, isExpired(key))));
            return;
        }
        report.headline(done, "client key " + name, operation.equals("revoke-key") ? "from" : "in");
        if (key != null) in.print(row(key));
        report.details("client key " + name);
        if (shown == null) return;
        in.print("generatedKey=" + shown);
        in.say("note: the key is shown this once; the file has only its digest");
    }

    private static ClientKey find(Config config, String name) {
        for (ClientKey key : config == null ? List.<ClientKey>of() : config.masterKeys()) {
            if (key.name().equals(name)) return key;
        }
        return null;
    }

    // ── list ──

    static int list(Invocation in) {
        return ListConfig.whenValid(in, (path, valid) -> {
            Config config = valid.config();
            if (in.arguments().isOn("json")) {
                Arr keys = Json.array();
                for (ClientKey key : config.masterKeys()) keys.add(ConfigJson.clientKey(key, isExpired(key)));
                String masked = config.masterKey() == null ? null : SecretMask.secret(config.masterKey());
                in.print(Json.object().put("operation", "list-keys").put("config", path)
                    .put("masterKey", ConfigJson.textOrNull(masked)).put("keys", keys));
                return;
            }
            in.print("Master key: " + SecretMask.secret(config.masterKey()));
            lines(config).forEach(in::print);
        });
    }

    /// The client keys for the list: how many there are, then a row each.
    static List<String> lines(Config config) {
        var lines = new ArrayList<String>();
        int count = config.masterKeys().size();
        lines.add("Client keys: " + (count == 0 ? "(none)" : String.valueOf(count)));
        for (ClientKey key : config.masterKeys()) lines.add("- " + key.name() + " " + row(key));
        return lines;
    }

    private static String row(ClientKey key) {
        var caps = new ArrayList<String>();
        for (Bucket cap : key.rateLimits()) caps.add(ListConfig.row(cap));
        String expires = key.expires() == null ? "never" : Timestamps.utc(key.expires());
        return "models=" + (key.models().isEmpty() ? "all" : String.join(",", ListConfig.quoted(key.models())))
            + " caps=" + (caps.isEmpty() ? "(none)" : "[" + String.join("; ", caps) + "]")
            + " expires=" + expires + (isExpired(key) ? " (expired)" : "");
    }

    static boolean isExpired(ClientKey key) {
        return key.expires() != null && key.expires() <= System.currentTimeMillis() / 1000;
    }
}
