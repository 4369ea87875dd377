package llmrouter.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import llmrouter.config.Format;
import llmrouter.config.YesNo;
import llmrouter.files.FileNames;

/// What a flag's value may be.
public sealed interface FlagKind {
    /// @param mayBeEmpty whether `--flag=` is a value; otherwise it is refused, because a shell variable is probably
    ///                   unset
    record TextFlag(boolean mayBeEmpty) implements FlagKind {}

    /// An integer within bounds, both included.
    record IntegerFlag(long min, long max) implements FlagKind {
        private boolean admits(String value) {
            int from = value.startsWith("-") ? 1 : 0;
            if (from == value.length() || value.length() > 18) return false;
            for (char c : value.substring(from).toCharArray()) {
                if (c < '0' || c > '9') return false;
            }
            long number = Long.parseLong(value);
            return number >= min && number <= max;
        }
    }

    /// On or off; `--flag` alone means on, `--no-flag` means off.
    record BooleanFlag() implements FlagKind {}

    /// Text that may be given several times; see [Arguments#list].
    record ListFlag() implements FlagKind {}

    record ChoiceFlag(List<String> words) implements FlagKind {}

    /// A wire format, by any of its names; see [Format#of].
    record FormatFlag() implements FlagKind {}

    /// A file or folder; a leading `~` is the user's home.
    record PathFlag() implements FlagKind {}

    /// A key. Its companions `--x-env`, `--x-file` and `--x-stdin` keep the key off the command line; see
    /// [Invocation#secret].
    record SecretFlag() implements FlagKind {}

    /// Why `value` is not one of this kind, to follow the flag's name in a sentence; null if it is fine.
    default String problem(String value) {
        return switch (this) {
            case TextFlag(boolean mayBeEmpty) -> mayBeEmpty ? null : emptyProblem(value);
            case ListFlag _, SecretFlag _ -> emptyProblem(value);
            case PathFlag _ -> value.isEmpty() ? emptyProblem(value) : pathProblem(value);
            case IntegerFlag bounds -> bounds.admits(value) ? null
                : "must be an integer from " + bounds.min + " to " + bounds.max + ", not '" + value + "'";
            case BooleanFlag _ -> YesNo.bool(value) != null ? null : "must be true or false, not '" + value + "'";
            case FormatFlag _ -> Format.of(value) != null ? null
                : "must be " + Format.anyOf("", "") + ", not '" + value + "'";
            case ChoiceFlag(List<String> words) -> words.contains(value) ? null
                : "must be one of " + String.join(", ", words) + ", not '" + value + "'";
        };
    }

    private static String emptyProblem(String value) {
        return value.isEmpty() ? "needs a value, not an empty one (is a shell variable unset?)" : null;
    }

    private static String pathProblem(String value) {
        try {
            Path.of(value);
            return null;
        } catch (InvalidPathException bad) {
            return FileNames.usable(value) ? "is not a path: " + bad.getReason()
                : FileNames.WHY + "; " + FileNames.FIX;
        }
    }
}
