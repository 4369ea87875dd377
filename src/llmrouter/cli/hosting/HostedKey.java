package llmrouter.cli.hosting;

import java.io.IOException;
import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.cli.NewMasterKey;
import llmrouter.config.Config;
import llmrouter.config.Secret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.edit.MasterKeyStrength;
import llmrouter.deploy.steps.KeyRotation;
import llmrouter.files.Secrets;
import llmrouter.json.Json;
import llmrouter.report.ConfigJson;

/// The master key that the hosted gateway gets.
///
/// @param value a secret; null if there is none
record HostedKey(Origin origin, String value) {
    /// Where a key is from.
    enum Origin {
        /// A flag.
        GIVEN("given"),
        /// It was made for this command.
        GENERATED("generated"),
        /// The configuration.
        CONFIGURED("configuration"),
        /// There is none.
        NONE("none");

        private final String word;

        Origin(String word) {
            this.word = word;
        }

        /// For programs.
        String word() {
            return word;
        }
    }

    static final String WAYS = "--generate-master-key, which makes a new one, or --master-key-stdin, --master-key-env "
        + "or --master-key-file";
    static final HostedKey NONE = new HostedKey(Origin.NONE, null);

    /// The key that flags give or make; [Origin#NONE] if no flag does.
    /// @throws CliError a key was given and one is to be made, or --save has nothing to save
    static HostedKey ofFlags(Invocation in) throws IOException {
        String flag = in.secretFlag(NewMasterKey.GIVEN);
        boolean generate = in.arguments().isOn(NewMasterKey.GENERATE);
        if (flag != null && generate) {
            throw CliError.usage("give a key by --" + flag + " or make one by --" + NewMasterKey.GENERATE
                + ", not both");
        }
        String token = in.secretFlag(HostingCommands.TOKEN.name());
        if (flag != null && token != null && flag.endsWith("-stdin") && token.endsWith("-stdin")) {
            throw CliError.usage("--" + token + " and --" + flag + " cannot both read standard input; give one of "
                + "them by a variable or a file");
        }
        if (in.arguments().isOn(HostingCommands.SAVE.name())) checkSave(in, generate);
        if (generate) return new HostedKey(Origin.GENERATED, NewMasterKey.make(in));
        return flag == null ? NONE : new HostedKey(Origin.GIVEN, value(in, in.secret(NewMasterKey.GIVEN)));
    }

    private static void checkSave(Invocation in, boolean generate) {
        if (!generate) throw CliError.usage("--save saves the key that --generate-master-key makes; give both");
        boolean inline = !in.arguments().given("config")
            && !in.shell().environment().getOrDefault("LLM_ROUTER_CONFIG_JSON", "").isBlank();
        if (inline) {
            throw CliError.usage("--save needs a configuration file, but the configuration is in "
                + "LLM_ROUTER_CONFIG_JSON; name a file with --config");
        }
    }

    /// @throws llmrouter.files.FileError the key cannot be had
    private static String value(Invocation in, Secret secret) throws IOException {
        return new Secrets(in.shell().environment()::get, in.shell().home()).value(secret);
    }

    /// The master key of a configuration; [Origin#NONE] if it has none, or one that cannot be had.
    static HostedKey configured(Config config, Secrets secrets) {
        Secret master = secrets.resolve(config.withProviders(List.of())).config().masterKey();
        return master instanceof InlineSecret key ? new HostedKey(Origin.CONFIGURED, key.value()) : NONE;
    }

    /// @param key of the configuration, which was looked up already; or null
    static HostedKey ofPayload(String key) {
        return key == null ? NONE : new HostedKey(Origin.CONFIGURED, key);
    }

    boolean isThere() {
        return value != null;
    }

    boolean isGenerated() {
        return origin == Origin.GENERATED;
    }

    /// What becomes the Worker's secret for it; null if only the configuration has the key.
    String ofFlag() {
        return origin == Origin.GIVEN || origin == Origin.GENERATED ? value : null;
    }

    /// To tell two keys apart; null without a key.
    String fingerprint() {
        return value == null ? null : KeyRotation.fingerprint(value);
    }

    /// @throws CliError the key might be guessed, and the user has not allowed that
    void refuseIfWeak(Invocation in) {
        if (value == null) return;
        List<String> weaknesses = MasterKeyStrength.weaknesses(value);
        if (weaknesses.isEmpty()) return;
        String words = "the master key is weak: " + String.join(", ", weaknesses);
        if (in.arguments().isOn(HostingCommands.WEAK.name())) {
            in.say("warning: " + words);
            return;
        }
        throw CliError.usage(words + ". The gateway will be open to the internet, so it is refused; "
            + "--generate-master-key makes a strong key, and --allow-weak-master-key takes this one all the same");
    }

    /// Where the key is from and how it can be told apart, for people.
    ///
    /// @param ahead whether the command only looks, so that a new key is made when it runs for real
    String words(boolean ahead) {
        return switch (origin) {
            case GIVEN -> "the one that was given, fingerprint " + fingerprint();
            case GENERATED -> ahead ? "a new one, made when the command runs" : "a new one, fingerprint "
                + fingerprint();
            case CONFIGURED -> "that of the configuration, fingerprint " + fingerprint();
            case NONE -> "none";
        };
    }

    /// The same for programs.
    Json.Obj json(boolean ahead) {
        return Json.object().put("origin", origin.word())
            .put("fingerprint", ConfigJson.textOrNull(isGenerated() && ahead ? null : fingerprint()));
    }

    @Override
    public String toString() {
        return "HostedKey[" + origin + "]";
    }
}
