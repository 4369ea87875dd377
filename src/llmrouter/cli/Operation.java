package llmrouter.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.cli.Command.CommandAction;
import llmrouter.cli.Command.Example;
import llmrouter.cli.Command.Operands;

/// One of the things that a command with operations can do: `llm-router COMMAND OPERATION`.
///
/// @param action   what it does
/// @param aliases  other names for it, not shown in the help
/// @param group    the heading under which the help lists it; empty for none
/// @param summary  one line, for the command's help
/// @param operands the words that may follow its name
/// @param flags    names of the command's flags that it takes, beside the common ones; the name of a secret stands for
///                 its companions too
/// @param flagHelp what a flag means for this operation, by the flag's name, where that differs from the flag's help
public record Operation(String name, CommandAction action, List<String> aliases, String group, String summary,
        Operands operands, List<String> flags, Map<String, String> flagHelp, List<Example> examples) {
    public static Operation of(String name, CommandAction action, String summary, String... flags) {
        return new Operation(name, action, List.of(), "", summary, Operands.NONE, List.of(flags), Map.of(), List.of());
    }

    /// A copy with other names.
    public Operation aliases(String... others) {
        return new Operation(name, action, List.of(others), group, summary, operands, flags, flagHelp, examples);
    }

    /// A copy under a heading.
    public Operation group(String heading) {
        return new Operation(name, action, aliases, heading, summary, operands, flags, flagHelp, examples);
    }

    /// A copy with words that may follow its name.
    ///
    /// @param label for the usage line, e.g. `[ALIAS] [TARGET...]`
    /// @param most  how many words there may be
    public Operation operands(String label, int most) {
        var words = new Operands(label, most);
        return new Operation(name, action, aliases, group, summary, words, flags, flagHelp, examples);
    }

    /// A copy with more flags.
    public Operation with(String... more) {
        var all = new ArrayList<>(flags);
        all.addAll(List.of(more));
        return new Operation(name, action, aliases, group, summary, operands, List.copyOf(all), flagHelp, examples);
    }

    /// A copy in which one flag has a help text of its own.
    public Operation help(String flag, String text) {
        var all = new HashMap<>(flagHelp);
        all.put(flag, text);
        return new Operation(name, action, aliases, group, summary, operands, flags, Map.copyOf(all), examples);
    }

    /// A copy with examples for the help.
    public Operation examples(Example... all) {
        return new Operation(name, action, aliases, group, summary, operands, flags, flagHelp, List.of(all));
    }

    boolean isNamed(String word) {
        return name.equals(word) || aliases.contains(word);
    }

    /// Whether the flag is one of its own, not only one of the command.
    public boolean takes(Flag flag) {
        for (String own : flags) {
            if (flag.isNamed(own) || flag.isCompanionOf(own)) return true;
        }
        return false;
    }

    /// The help of a flag that this operation takes.
    public String help(Flag flag) {
        return flagHelp.getOrDefault(flag.name(), flag.help());
    }
}
