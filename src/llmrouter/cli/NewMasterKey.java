package llmrouter.cli;

import llmrouter.config.edit.MasterKeyStrength;
import llmrouter.files.MasterKeys;

/// The flags that give or make a master key, and the key that is made by them.
public final class NewMasterKey {
    /// The secret flag, whose companions the command's table adds.
    public static final String GIVEN = "master-key";
    public static final String GENERATE = "generate-master-key";
    private static final String LENGTH = "master-key-length";
    private static final String PREFIX = "master-key-prefix";

    private NewMasterKey() {}

    /// The four flags, in the order of the help.
    public static Flag[] flags() {
        return new Flag[] {
            Flag.secret(GIVEN, "The key that clients must send."),
            Flag.bool(GENERATE, "Make a new key and print it once."),
            Flag.integer(LENGTH, "N", MasterKeyStrength.SHORTEST, MasterKeys.LONGEST,
                "How long a new key is, with its prefix.").orElse(String.valueOf(MasterKeys.USUAL_LENGTH)),
            Flag.emptyableText(PREFIX, "TEXT", "The first characters of a new key.").orElse(MasterKeys.USUAL_PREFIX)};
    }

    /// A new key of the length and with the prefix that the user wants.
    /// @throws CliError no strong key can have that prefix
    public static String make(Invocation in) {
        String prefix = in.arguments().text(PREFIX, MasterKeys.USUAL_PREFIX);
        if (prefix.length() > MasterKeys.LONGEST_PREFIX) {
            throw CliError.usage("--" + PREFIX + " must have at most " + MasterKeys.LONGEST_PREFIX + " characters");
        }
        for (char c : prefix.toCharArray()) {
            if (c <= ' ' || c > '~') {
                throw CliError.usage("--" + PREFIX + " must be ASCII characters without white space");
            }
        }
        try {
            return MasterKeys.generate((int) in.arguments().integer(LENGTH, MasterKeys.USUAL_LENGTH), prefix);
        } catch (IllegalArgumentException e) {
            throw CliError.usage("--" + PREFIX + ": " + e.getMessage());
        }
    }
}
