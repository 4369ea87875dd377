package llmrouter.cli;

import java.util.List;

import llmrouter.cli.Command.Example;

/// One of the things that a command with `--operation` can do.
///
/// @param aliases other names for it, not shown in the help
/// @param summary one line, for the command's help
/// @param flags   names of the command's flags that it takes, beside the common ones; the name of a secret stands for
///                its companions too
public record Operation(String name, List<String> aliases, String summary, List<String> flags, List<Example> examples) {
    public static Operation of(String name, String summary, String... flags) {
        return new Operation(name, List.of(), summary, List.of(flags), List.of());
    }

    /// A copy with other names.
    public Operation aliases(String... others) {
        return new Operation(name, List.of(others), summary, flags, examples);
    }

    /// A copy with examples for the help.
    public Operation examples(Example... all) {
        return new Operation(name, aliases, summary, flags, List.of(all));
    }

    boolean isNamed(String word) {
        return name.equals(word) || aliases.contains(word);
    }

    boolean takes(Flag flag) {
        for (String own : flags) {
            if (flag.isNamed(own) || flag.isCompanionOf(own)) return true;
        }
        return false;
    }
}
