package llmrouter.cli.config;

import java.io.IOException;
import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.Secret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.SecretMask;
import llmrouter.files.MasterKeys;
import llmrouter.json.Json.Obj;

/// `config --operation=set-master-key`: the key that clients must show, given or made.
final class SetMasterKey {
    private SetMasterKey() {}

    static int run(Invocation in) throws IOException {
        Secret given = in.secret("master-key");
        boolean generate = in.arguments().isOn("generate-master-key");
        if (given != null && generate) throw CliError.usage("give a key or --generate-master-key, not both");
        if (given == null && !generate) throw CliError.usage("give --generate-master-key, or the key by --master-key-stdin, --master-key-env or --master-key-file");
        Secret key = generate ? new InlineSecret(generated(in)) : given;
        warnIfWeak(in, key);
        var change = ConfigChange.save(in, draft -> draft.setMasterKey(key));
        if (in.arguments().isOn("json")) {
            Obj json = change.json("set-master-key").put("masterKey", SecretMask.secret(key));
            if (generate && key instanceof InlineSecret(String value)) json.put("generatedMasterKey", value);
            in.print(json);
            return 0;
        }
        in.print("set the master key in " + change.path());
        in.print("masterKey=" + SecretMask.secret(key));
        if (generate && key instanceof InlineSecret(String value)) in.print("generatedMasterKey=" + value);
        return 0;
    }

    private static String generated(Invocation in) {
        String prefix = in.arguments().text("master-key-prefix", MasterKeys.USUAL_PREFIX);
        if (prefix.length() > MasterKeys.LONGEST_PREFIX) throw CliError.usage("--master-key-prefix must have at most " + MasterKeys.LONGEST_PREFIX + " characters");
        for (char c : prefix.toCharArray()) if (c <= ' ' || c > '~') throw CliError.usage("--master-key-prefix must be plain characters without blanks");
        try {
            return MasterKeys.generate((int) in.arguments().integer("master-key-length", MasterKeys.USUAL_LENGTH), prefix);
        } catch (IllegalArgumentException e) {
            throw CliError.usage("--master-key-prefix: " + e.getMessage());
        }
    }

    /// Warns about a key somebody could guess; one that is elsewhere cannot be judged here.
    static void warnIfWeak(Invocation in, Secret key) {
        List<String> weaknesses = key instanceof InlineSecret(String value) ? MasterKeys.weaknesses(value) : List.of();
        if (weaknesses.isEmpty()) return;
        in.say("warning: this master key is weak: " + String.join(", ", weaknesses) + "; --operation=set-master-key --generate-master-key makes a strong one");
    }
}
