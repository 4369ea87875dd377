package llmrouter.config.read;

import llmrouter.config.Secret;
import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.keys.KeyNames;
import llmrouter.config.keys.KeyWrapping;
import llmrouter.config.keys.WrappedKey;

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
        if (inline != null) return checked(fields, inline, name);
        if (env != null) return variable(fields, env, name + "Env");
        if (file != null) return file(fields, file, name + "File");
        return command == null ? null : new CommandSecret(command);
    }

    private static int count(String value) {
        return value == null ? 0 : 1;
    }

    private static Secret checked(Fields fields, String value, String name) {
        boolean sent = !name.equals("password"); // a password only opens a file
        if (sent && !isSendable(value)) {
            WrappedKey wrapped = KeyWrapping.find(value, true);
            String fix = wrapped == null ? "paste the key again, without line breaks"
                : wrapped.fixOf(name) + ", because it " + wrapped.what();
            fields.problem(name, "holds a character that cannot be sent in a header", fix);
        }
        return new InlineSecret(value);
    }

    private static boolean isSendable(String key) {
        for (char c : key.toCharArray()) {
            if (c < ' ' || c >= 0x7F) return false;
        }
        return true;
    }

    /// Warns of a key that stands in the file with something around it, or of what stands there in place of a key.
    ///
    /// @param name        `apiKey` or `masterKey`
    /// @param schemeMeant whether `Bearer ` before the key is right
    static void warnOfWrapping(Fields fields, String name, Secret secret, boolean schemeMeant) {
        if (!(secret instanceof InlineSecret key) || !isSendable(key.value())) return;
        WrappedKey wrapped = KeyWrapping.find(key.value(), schemeMeant);
        if (wrapped != null) fields.warning(name, wrapped.what(), wrapped.fixOf(name));
    }

    private static Secret variable(Fields fields, String variable, String name) {
        if (KeyNames.isKey(variable)) {
            fields.problem(name, "looks like a key, not like the name of an environment variable",
                "write the name of a variable that holds the key, such as OPENAI_API_KEY");
        } else if (!KeyNames.isVariable(variable)) {
            WrappedKey wrapped = KeyWrapping.find(variable, false);
            boolean named = wrapped != null && wrapped.name() != null;
            fields.problem(name, "is not the name of an environment variable", named
                ? "write \"" + wrapped.name() + "\" alone" : "write a name such as OPENAI_API_KEY, not the key itself");
        }
        return new EnvSecret(variable);
    }

    private static Secret file(Fields fields, String path, String name) {
        if (KeyNames.isKey(path)) {
            fields.problem(name, "looks like a key, not like the path of a file",
                "write the path of a file that holds the key");
        } else if ("$%".indexOf(path.charAt(0)) >= 0) {
            fields.warning(name, "begins with a variable, which is not looked up in a path",
                "write the whole path, or ~/ for the home folder");
        }
        return new FileSecret(path);
    }
}
