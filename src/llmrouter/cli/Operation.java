package llmrouter.cli;

import java.util.List;

/// One of the things that a command with `--operation` can do.
///
/// @param aliases other names for it
/// @param flags   names of the command's flags that it takes, beside the command's common ones; a secret's name stands for its
///                companions too
public record Operation(String name, List<String> aliases, String summary, List<String> flags, List<Example> examples) {
    public static Operation of(String name, String summary, String... flags) {
        return new Operation(name, List.of(), summary, List.of(flags), List.of());
    }

    public Operation aliases(String... others) {
        return new Operation(name, List.of(others), summary, flags, examples);
    }

    public Operation examples(Example... all) {
        return new Operation(name, aliases, summary, flags, List.of(all));
    }

    boolean isNamed(String word) {
        return name.equals(word) || aliases.contains(word);
    }

    boolean takes(Flag flag) {
        for (String own : flags) {
            boolean companion = flag.name().equals(own + "-env") || flag.name().equals(own + "-file") || flag.name().equals(own + "-stdin");
            if (flag.isNamed(own) || companion) return true;
        }
        return false;
    }
}
