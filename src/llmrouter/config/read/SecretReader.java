package llmrouter.config.read;

import llmrouter.config.Ids;
import llmrouter.config.Secret;
import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;

/// Reads the four ways to give a secret: `x`, `xEnv`, `xFile`, `xCommand`. At most one of them may be used.
final class SecretReader {
    private SecretReader() {}

    /// @param name `apiKey`, `masterKey` or `password`
    static Secret read(Fields fields, String name) {
        String inline = fields.text(name);
        String env = fields.text(name + "Env");
        String file = fields.text(name + "File");
        String command = fields.text(name + "Command");
        int given = count(inline) + count(env) + count(file) + count(command);
        if (given > 1) {
            fields.problem("has its " + name + " in " + given + " places",
                "keep one of " + name + ", " + name + "Env, " + name + "File and " + name + "Command");
        }
        if (inline != null) return checked(fields, inline, fields.at(name));
        if (env != null) return variable(fields, env, fields.at(name + "Env"));
        if (file != null) return new FileSecret(file);
        return command == null ? null : new CommandSecret(command);
    }

    private static int count(String value) {
        return value == null ? 0 : 1;
    }

    private static Secret checked(Fields fields, String value, JsonPath at) {
        for (char c : value.toCharArray()) {
            if (c > ' ' && c < 0x7F || c == ' ') continue;
            fields.findings().problem(at, "holds a character that cannot be sent in a header",
                "paste the key again, without line breaks");
            break;
        }
        return new InlineSecret(value);
    }

    private static Secret variable(Fields fields, String name, JsonPath at) {
        boolean plain = !Ids.isDigit(name.charAt(0));
        for (char c : name.toCharArray()) plain &= Ids.isAlphanumeric(c) || c == '_';
        if (!plain) {
            fields.findings().problem(at, "is not the name of an environment variable",
                "write a name such as OPENAI_API_KEY, not the key itself");
        }
        return new EnvSecret(name);
    }
}
