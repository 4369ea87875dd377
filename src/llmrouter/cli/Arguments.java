package llmrouter.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.Format;
import llmrouter.config.YesNo;
import llmrouter.files.ConfigStore;

/// What was typed after a command's name, checked against the command's flags. A method throws
/// `IllegalArgumentException` for a flag that the command does not have: that is a mistake in the program.
public final class Arguments {
    private final Command command;
    private final Operation operation;
    private final Map<String, List<String>> values;
    private final List<String> operands;
    private final int beforeDashes;
    private final boolean help;

    /// @param values by flag name; one value each, but for flags that may be repeated
    /// @param beforeDashes how many of the operands stand before `--`
    Arguments(Command command, Operation operation, Map<String, List<String>> values, List<String> operands,
            int beforeDashes, boolean help) {
        this.command = command;
        this.operation = operation;
        this.values = values;
        this.operands = operands;
        this.beforeDashes = beforeDashes;
        this.help = help;
    }

    /// The operation that was named, or null.
    public Operation operation() {
        return operation;
    }

    boolean wantsHelp() {
        return help;
    }

    /// The words that are neither flags nor the operation's name.
    public List<String> operands() {
        return operands;
    }

    /// The operands before `--`.
    public List<String> operandsBeforeDashes() {
        return operands.subList(0, beforeDashes);
    }

    /// The operands behind `--`.
    public List<String> operandsBehindDashes() {
        return operands.subList(beforeDashes, operands.size());
    }

    /// The first operand, or null.
    public String operand() {
        return operands.isEmpty() ? null : operands.getFirst();
    }

    /// Whether the flag was given, with whatever value.
    public boolean given(String flag) {
        return text(flag) != null;
    }

    /// The text of a text or choice flag; null if it was not given.
    public String text(String flag) {
        List<String> all = list(flag);
        return all.isEmpty() ? null : all.getLast();
    }

    public String text(String flag, String otherwise) {
        String value = text(flag);
        return value == null ? otherwise : value;
    }

    /// All values of a flag that may be repeated, in the order of the command line.
    public List<String> list(String flag) {
        if (command.flag(flag) instanceof Flag known) return values.getOrDefault(known.name(), List.of());
        throw new IllegalArgumentException(command.name() + " has no flag --" + flag);
    }

    /// Null if it was not given.
    public Long integer(String flag) {
        String value = text(flag);
        return value == null ? null : Long.valueOf(value);
    }

    public long integer(String flag, long otherwise) {
        String value = text(flag);
        return value == null ? otherwise : Long.parseLong(value);
    }

    /// Null if it was not given.
    public Format format(String flag) {
        String value = text(flag);
        return value == null ? null : Format.of(value);
    }

    /// Whether the boolean flag was switched on.
    public boolean isOn(String flag) {
        return isOn(flag, false);
    }

    public boolean isOn(String flag, boolean otherwise) {
        String value = text(flag);
        return value == null ? otherwise : YesNo.bool(value);
    }

    /// The flags as they would have to be typed again.
    ///
    /// @param changed names and values in turn, which replace or join what was given
    public List<String> words(String... changed) {
        var all = new LinkedHashMap<>(values);
        for (int i = 0; i < changed.length; i += 2) all.put(changed[i], List.of(changed[i + 1]));
        var words = new ArrayList<String>();
        all.forEach((name, each) -> each.forEach(value -> words.add("--" + name + "=" + value)));
        return words;
    }

    /// Null if it was not given.
    Path path(String flag, Path home) {
        String value = text(flag);
        return value == null ? null : ConfigStore.expand(value, home);
    }
}
