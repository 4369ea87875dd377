package llmrouter.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What a flag's value may be.
public sealed interface FlagKind {
    /// @param mayBeEmpty whether `--flag=` is a value; otherwise it is taken for an unset shell variable and refused
    record TextFlag(boolean mayBeEmpty) implements FlagKind {}

    /// An integer within bounds, both included.
    record IntegerFlag(long min, long max) implements FlagKind {
        private boolean admits(String value) {
            int from = value.startsWith("-") ? 1 : 0;
            if (from == value.length() || value.length() > 18) return false;
            for (int i = from; i < value.length(); i++) if (value.charAt(i) < '0' || value.charAt(i) > '9') return false;
            long number = Long.parseLong(value);
            return number >= min && number <= max;
        }
    }

    /// On or off; `--flag` alone means on, `--no-flag` off.
    record BooleanFlag() implements FlagKind {}

    /// Text that may be given several times; see [Arguments#list].
    record ListFlag() implements FlagKind {}

    record ChoiceFlag(List<String> words) implements FlagKind {}

    /// A file or folder; a leading `~` is the user's home.
    record PathFlag() implements FlagKind {}

    /// A key. Its companions `--x-env`, `--x-file` and `--x-stdin` keep it off the command line; see [Invocation#secret].
    record SecretFlag() implements FlagKind {}

    /// Why `value` is not one of this kind, to follow the flag's name in a sentence; null if it is fine.
    default String problem(String value) {
        return switch (this) {
            case TextFlag text -> !text.mayBeEmpty && value.isEmpty() ? empty() : null;
            case ListFlag _ -> value.isEmpty() ? empty() : null;
            case SecretFlag _ -> value.isEmpty() ? empty() : null;
            case PathFlag _ -> value.isEmpty() ? empty() : pathProblem(value);
            case IntegerFlag bounds -> bounds.admits(value) ? null
                : "must be an integer from " + bounds.min + " to " + bounds.max + ", not '" + value + "'";
            case BooleanFlag _ -> truth(value) != null ? null : "must be true or false, not '" + value + "'";
            case ChoiceFlag choice -> choice.words.contains(value) ? null
                : "must be one of " + String.join(", ", choice.words) + ", not '" + value + "'";
        };
    }

    private static String empty() {
        return "needs a value, not an empty one (is a shell variable unset?)";
    }

    private static String pathProblem(String value) {
        try {
            Path.of(value);
            return null;
        } catch (InvalidPathException bad) {
            return "is not a path: " + bad.getReason();
        }
    }

    /// What a word says: true, false, or null if it is no boolean word.
    static Boolean truth(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "1", "true", "yes", "y", "on" -> true;
            case "0", "false", "no", "n", "off" -> false;
            default -> null;
        };
    }
}
