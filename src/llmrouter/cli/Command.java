package llmrouter.cli;

import java.util.ArrayList;
import java.util.List;

/// A row of the command table. A method that takes arguments, such as [#aliases], returns a changed copy; a row in
/// the table never changes.
public final class Command {
    private final String name;
    private final String summary;
    private final CommandAction action;
    private List<String> aliases = List.of();
    private List<Flag> flags = List.of();
    private List<Operation> operations = List.of();
    private Operands operands = Operands.NONE;
    private List<Example> examples = List.of();
    private boolean readsSettings = true;
    private CommandAction dialog;

    /// A command line that works.
    ///
    /// @param line what follows `llm-router `
    /// @param why  what the line does, for the help
    public record Example(String line, String why) {}

    /// What may follow that is not a flag.
    ///
    /// @param label for the usage line, e.g. `[FILE|-]`
    /// @param most  how many operands there may be
    public record Operands(String label, int most) {
        static final Operands NONE = new Operands("", 0);
    }

    /// What a command does.
    @FunctionalInterface
    public interface CommandAction {
        /// Runs the command and returns its [ExitCode].
        /// @throws Exception anything; of a [CliError] the message is printed as it is, of any other exception also
        /// its type
        int run(Invocation invocation) throws Exception;
    }

    private Command(String name, String summary, CommandAction action) {
        this.name = name;
        this.summary = summary;
        this.action = action;
    }

    /// @param summary one line, for the list of commands
    public static Command of(String name, String summary, CommandAction action) {
        return new Command(name, summary, action);
    }

    private Command copy() {
        var copy = new Command(name, summary, action);
        copy.aliases = aliases;
        copy.flags = flags;
        copy.operations = operations;
        copy.operands = operands;
        copy.examples = examples;
        copy.readsSettings = readsSettings;
        copy.dialog = dialog;
        return copy;
    }

    /// As a command to which the environment means nothing.
    public Command withoutSettings() {
        Command copy = copy();
        copy.readsSettings = false;
        return copy;
    }

    /// As a command that does something else at a terminal if neither an operation nor a flag is given but that for
    /// the configuration file.
    public Command atTerminal(CommandAction asking) {
        Command copy = copy();
        copy.dialog = asking;
        return copy;
    }

    /// With other names, which the help does not show.
    public Command aliases(String... others) {
        Command copy = copy();
        copy.aliases = List.of(others);
        return copy;
    }

    /// With these flags; a secret brings its companions.
    public Command flags(Flag... some) {
        var all = new ArrayList<Flag>();
        for (Flag flag : some) all.addAll(flag.withCompanions());
        Command copy = copy();
        copy.flags = List.copyOf(all);
        return copy;
    }

    /// With more flags behind the others; one that is there already stays as it is.
    public Command with(Flag... more) {
        Command copy = copy();
        var all = new ArrayList<>(flags);
        for (Flag flag : flags(more).flags) {
            if (copy.flag(flag.name()) == null) all.add(flag);
        }
        copy.flags = List.copyOf(all);
        return copy;
    }

    /// With operations, which the word after the command's name chooses; `--operation` may name one too.
    public Command operations(Operation... all) {
        Command copy = copy();
        copy.operations = List.of(all);
        return copy;
    }

    /// With more operations behind the others.
    public Command with(Operation... more) {
        var all = new ArrayList<>(operations);
        all.addAll(List.of(more));
        return operations(all.toArray(Operation[]::new));
    }

    /// With words that are not flags.
    ///
    /// @param label for the usage line
    /// @param most  how many there may be
    public Command operands(String label, int most) {
        Command copy = copy();
        copy.operands = new Operands(label, most);
        return copy;
    }

    /// With examples for the help.
    public Command examples(Example... all) {
        Command copy = copy();
        copy.examples = List.of(all);
        return copy;
    }

    /// Whether it uses the environment's settings, so that a mistake in them matters.
    public boolean readsSettings() {
        return readsSettings;
    }

    public String name() {
        return name;
    }

    public String summary() {
        return summary;
    }

    /// What is done for an operation of it, or without one.
    ///
    /// @param operation null if none was named
    /// @param asks      whether a person at a terminal can be asked what to do
    CommandAction action(Operation operation, boolean asks) {
        if (operation != null) return operation.action();
        return asks && dialog != null ? dialog : action;
    }

    /// All flags, companions of secrets included.
    public List<Flag> flags() {
        return flags;
    }

    /// The command's operations; empty for most commands.
    public List<Operation> operations() {
        return operations;
    }

    /// The words that may follow its name.
    public Operands operands() {
        return operands;
    }

    public List<Example> examples() {
        return examples;
    }

    /// Its other names, which the help does not show.
    public List<String> aliases() {
        return aliases;
    }

    boolean isNamed(String word) {
        return name.equals(word) || aliases.contains(word);
    }

    /// The flag with this name or alias, or null.
    public Flag flag(String word) {
        for (Flag flag : flags) {
            if (flag.isNamed(word)) return flag;
        }
        return null;
    }

    /// The operation with this name or alias, or null.
    public Operation operation(String word) {
        for (Operation operation : operations) {
            if (operation.isNamed(word)) return operation;
        }
        return null;
    }

    /// Whether the flag belongs to the command as a whole, not to some of its operations.
    public boolean isCommon(Flag flag) {
        for (Operation operation : operations) {
            if (operation.takes(flag)) return false;
        }
        return true;
    }
}
