package llmrouter.cli.config;

import java.io.IOException;
import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.cli.NewMasterKey;
import llmrouter.config.Secret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.SecretMask;
import llmrouter.config.edit.MasterKeyChange;
import llmrouter.files.MasterKeys;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.report.ConfigJson;

/// `config set-master-key`: sets the key that clients must send, either a given key or a new one.
final class SetMasterKey {
    /// What a dry run shows for a key that is made only when the operation runs for real; of a key the first and the
    /// last characters are shown.
    private static final String STAND_IN = "new_key_that_is_made_when_saved_new";

    private SetMasterKey() {}

    static int run(Invocation in) throws IOException {
        boolean keyGiven = in.secretFlag("master-key") != null;
        boolean generate = in.arguments().isOn("generate-master-key");
        if (keyGiven && generate) throw CliError.usage("give a key or --generate-master-key, not both");
        if (!keyGiven && !generate) {
            throw CliError.usage("give --generate-master-key, or the key by --master-key-stdin, --master-key-env "
                + "or --master-key-file");
        }
        String generated = generate ? NewMasterKey.make(in) : null;
        String other = MasterKeys.generate(MasterKeys.USUAL_LENGTH, MasterKeys.USUAL_PREFIX);
        ConfigFile.checkBeforeAsking(in, new MasterKeyChange(new InlineSecret(other)));
        String made = generate && in.arguments().isOn("dry-run") ? STAND_IN : generated;
        var change = new MasterKeyChange(generate ? new InlineSecret(made) : in.secret("master-key"));
        if (!generate) warnIfWeak(in, change);
        report(in, ConfigFile.save(in, change), generated);
        return ExitCode.DONE;
    }

    /// @param generated the new key, which is printed this once; or null
    private static void report(Invocation in, SavedChange<Secret> saved, String generated) {
        boolean ahead = saved.dryRun() && generated != null;
        String masked = ahead ? "(a new key, made when it is saved)" : SecretMask.secret(saved.result());
        var report = new ChangeReport(in, saved);
        String shown = saved.dryRun() ? null : generated;
        if (report.asJson()) {
            Obj json = saved.json("set-master-key").put("masterKey", ahead ? Json.Null.NULL : Json.of(masked));
            report.print(json.put("generatedMasterKey", ConfigJson.textOrNull(shown)));
            return;
        }
        report.headline("set", "the master key", "in");
        in.print("masterKey=" + masked);
        report.details("");
        if (shown != null) in.print("generatedMasterKey=" + shown);
    }

    /// Warns about a key that might be guessed.
    static void warnIfWeak(Invocation in, MasterKeyChange change) {
        List<String> weaknesses = change.weaknesses();
        if (weaknesses.isEmpty()) return;
        in.say("warning: this master key is weak: " + String.join(", ", weaknesses)
            + "; 'llm-router config set-master-key --generate-master-key' makes a strong one");
    }
}
