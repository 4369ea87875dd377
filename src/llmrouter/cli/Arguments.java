package llmrouter.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.files.ConfigStore;

/// What was typed after a command's name, checked against the command's flags. Asking for a flag that the command does not have is
/// a programming error.
public final class Arguments {
    private final Command command;
    private final Operation operation;
    private final Map<String, String> values;
    private final List<String> operands;
    private final boolean help;

    Arguments(Command command, Operation operation, Map<String, String> values, List<String> operands, boolean help) {
        this.command = command;
        this.operation = operation;
        this.values = values;
        this.operands = operands;
        this.help = help;
    }

    /// The operation's canonical name, or null if none was named.
    public Operation operation() {
        return operation;
    }

    boolean wantsHelp() {
        return help;
    }

    List<String> operands() {
        return operands;
    }

    /// The first operand, or null.
    public String operand() {
        return operands.isEmpty() ? null : operands.getFirst();
    }

    public boolean given(String flag) {
        return value(flag) != null;
    }

    /// The text of a text or choice flag; null if it was not given.
    public String text(String flag) {
        return value(flag);
    }

    public String text(String flag, String otherwise) {
        String value = value(flag);
        return value == null ? otherwise : value;
    }

    /// All values of a flag that may be repeated.
    public List<String> list(String flag) {
        String value = value(flag);
        return value == null ? List.of() : List.of(value.split("\n"));
    }

    /// Null if it was not given.
    public Long integer(String flag) {
        String value = value(flag);
        return value == null ? null : Long.valueOf(value);
    }

    public long integer(String flag, long otherwise) {
        String value = value(flag);
        return value == null ? otherwise : Long.parseLong(value);
    }

    /// Whether the boolean flag was switched on.
    public boolean isOn(String flag) {
        return isOn(flag, false);
    }

    public boolean isOn(String flag, boolean otherwise) {
        String value = value(flag);
        return value == null ? otherwise : FlagKind.truth(value);
    }

    /// All flags as they would have to be typed, these ones with these values.
    public List<String> words(String... changed) {
        var all = new LinkedHashMap<>(values);
        for (int i = 0; i < changed.length; i += 2) all.put(changed[i], changed[i + 1]);
        var words = new ArrayList<String>();
        all.forEach((name, value) -> words.add("--" + name + "=" + value));
        return words;
    }

    /// Null if it was not given.
    Path path(String flag, Path home) {
        String value = value(flag);
        return value == null ? null : ConfigStore.expand(value, home);
    }

    private String value(String flag) {
        if (command.flag(flag) instanceof Flag known) return values.get(known.name());
        throw new IllegalArgumentException(command.name() + " has no flag --" + flag);
    }
}
