package llmrouter.cli;

import java.util.ArrayList;
import java.util.List;

/// A row of the command table.
///
/// @param aliases    other names, not shown in the help
/// @param summary    one line, for the list of commands
/// @param flags      all it takes, companions of secrets included
/// @param operations what `--operation` may name; empty for most commands
/// @param operands   what may follow that is no flag
public record Command(String name, List<String> aliases, String summary, List<Flag> flags, List<Operation> operations, Operands operands,
        List<Example> examples, CommandAction action) {

    /// @param label for the usage line, e.g. `[file|-]`
    /// @param most  how many there may be
    record Operands(String label, int most) {
        static final Operands NONE = new Operands("", 0);
    }

    @FunctionalInterface
    public interface CommandAction {
        /// Does it and returns the exit code.
        /// @throws Exception anything; a [CliError] is told as it is, the rest as a failure
        int run(Invocation invocation) throws Exception;
    }

    public static Command of(String name, String summary, CommandAction action) {
        return new Command(name, List.of(), summary, List.of(), List.of(), Operands.NONE, List.of(), action);
    }

    public Command aliases(String... others) {
        return new Command(name, List.of(others), summary, flags, operations, operands, examples, action);
    }

    public Command flags(Flag... some) {
        var all = new ArrayList<Flag>();
        for (Flag flag : some) all.addAll(flag.withCompanions());
        return new Command(name, aliases, summary, List.copyOf(all), operations, operands, examples, action);
    }

    public Command operations(Operation... all) {
        return new Command(name, aliases, summary, flags, List.of(all), operands, examples, action);
    }

    public Command operands(String label, int most) {
        return new Command(name, aliases, summary, flags, operations, new Operands(label, most), examples, action);
    }

    public Command examples(Example... all) {
        return new Command(name, aliases, summary, flags, operations, operands, List.of(all), action);
    }

    boolean isNamed(String word) {
        return name.equals(word) || aliases.contains(word);
    }

    /// The flag with this name or alias, or null.
    Flag flag(String word) {
        for (Flag flag : flags) if (flag.isNamed(word)) return flag;
        return null;
    }

    /// The operation with this name or alias, or null.
    Operation operation(String word) {
        for (Operation operation : operations) if (operation.isNamed(word)) return operation;
        return null;
    }

    /// The flags that only some operations take.
    boolean isCommon(Flag flag) {
        for (Operation operation : operations) if (operation.takes(flag)) return false;
        return true;
    }
}
