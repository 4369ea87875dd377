package llmrouter.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;

import llmrouter.cli.FlagKind.ChoiceFlag;
import llmrouter.cli.FlagKind.FormatFlag;
import llmrouter.cli.FlagKind.ListFlag;
import llmrouter.config.Format;
import llmrouter.config.Ids;
import llmrouter.config.read.Fields;
import llmrouter.text.NearestName;

/// Reads the words after a command's name: `--k=v`, `--k v`, `--flag`, `--no-flag`, and camelCase twins of all these;
/// a few flags have a letter: `-p v`, `-p=v` and, for numbers, `-p8`. `--` ends the flags. Of a repeated flag the last
/// value counts, unless the flag is a list. An unknown name is refused with the nearest known one. `--help` among the
/// words outweighs every mistake in them.
final class ArgumentParser {
    private static final Map<Character, String> LETTERS = Map.of('p', "port", 'c', "config", 'y', "yes");

    private final Command command;
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<String> operands = new ArrayList<>();
    private String operationWord;
    private int beforeDashes;
    private boolean help;

    private ArgumentParser(Command command) {
        this.command = command;
    }

    /// @throws CliError naming the word that does not fit
    static Arguments parse(Command command, List<String> words) {
        if (wantsHelp(words)) return forHelp(command, words);
        var parser = new ArgumentParser(command);
        var rest = new ArrayList<>(words).listIterator();
        boolean flagsOver = false;
        while (rest.hasNext()) {
            String word = rest.next();
            if (!flagsOver && word.equals("--")) flagsOver = true;
            else if (!flagsOver && word.startsWith("-") && word.length() > 1) parser.flag(word, rest);
            else parser.operand(word, flagsOver);
        }
        return parser.finish();
    }

    /// Whether `-h` or `--help` stands before the end of the flags.
    static boolean wantsHelp(List<String> words) {
        for (String word : words) {
            if (word.equals("--")) return false;
            if (word.equals("-h") || word.equals("--help")) return true;
        }
        return false;
    }

    /// Finds the operation that help is wanted about. Only a first word that is none is refused.
    private static Arguments forHelp(Command command, List<String> words) {
        Operation operation = null;
        for (String word : words) {
            int named = word.startsWith("--operation=") || word.startsWith("--op=") ? word.indexOf('=') + 1 : 0;
            if (operation == null) operation = command.operation(word.substring(named));
        }
        boolean wrong = operation == null && !command.operations().isEmpty() && !words.getFirst().startsWith("-")
            && !words.getFirst().equals("help");
        if (wrong) throw unknownOperation(command, words.getFirst());
        return new Arguments(command, operation, Map.of(), List.of(), 0, true);
    }

    private void operand(String word, boolean flagsOver) {
        if (!flagsOver && word.equals("help") && operands.isEmpty()) {
            help = true;
        } else if (!command.operations().isEmpty() && operationWord == null) {
            operationWord = word;
        } else {
            operands.add(word);
            if (!flagsOver) beforeDashes++;
        }
    }

    private void flag(String word, ListIterator<String> rest) {
        int equals = word.indexOf('=');
        String typed = equals < 0 ? word : word.substring(0, equals);
        String given = equals < 0 ? null : word.substring(equals + 1);
        String name = typed.startsWith("--") ? Fields.kebab(typed.substring(2)) : ofLetter(typed);
        boolean attached = name.isEmpty() && typed.length() > 2 && Ids.isDigit(typed.charAt(2));
        if (attached && !ofLetter(typed.substring(0, 2)).isEmpty()) {
            flag(typed.substring(0, 2) + "=" + word.substring(2), rest);
            return;
        }
        if (!command.operations().isEmpty() && (name.equals("operation") || name.equals("op"))) {
            operationWord = given != null ? given : next(typed, rest);
        } else if (command.flag(name) instanceof Flag flag) {
            put(flag, typed, value(flag, typed, given, rest));
        } else if (name.startsWith("no-") && command.flag(name.substring(3)) instanceof Flag flag
            && !flag.takesValue()) {
            if (given != null) throw CliError.usage(typed + " takes no value; write --" + flag.name() + "=" + given);
            put(flag, typed, "false");
        } else {
            throw unknown(typed);
        }
    }

    /// The name of the flag that a dash and a letter stand for; empty for everything else.
    static String ofLetter(String word) {
        boolean letter = word.length() == 2 && word.charAt(0) == '-';
        return letter ? LETTERS.getOrDefault(word.charAt(1), "") : "";
    }

    /// The dash and the letter that stand for a flag, or null.
    static String letterOf(String name) {
        for (Map.Entry<Character, String> letter : LETTERS.entrySet()) {
            if (letter.getValue().equals(name)) return "-" + letter.getKey();
        }
        return null;
    }

    private static String value(Flag flag, String typed, String given, ListIterator<String> rest) {
        if (given != null) return given;
        if (flag.takesValue()) return next(typed, rest);
        return booleanWordFollows(rest) ? rest.next() : "true";
    }

    /// Only the two full words may stand apart from their flag: in `translate --explain no`, `no` is a file.
    private static boolean booleanWordFollows(ListIterator<String> rest) {
        if (!rest.hasNext()) return false;
        String word = rest.next();
        rest.previous();
        return word.equals("true") || word.equals("false");
    }

    private static String next(String typed, Iterator<String> rest) {
        String value = rest.hasNext() ? rest.next() : null;
        if (value == null) throw CliError.usage(typed + " needs a value");
        if (value.startsWith("-") && value.length() > 1) {
            throw CliError.usage(typed + " needs a value; write " + typed + "=" + value
                + " if the value begins with a dash");
        }
        return value;
    }

    private void put(Flag flag, String typed, String value) {
        String problem = flag.kind().problem(value);
        if (problem != null) {
            String nearest = flag.kind() instanceof ChoiceFlag(var words) ? NearestName.hint(value, words)
                : flag.kind() instanceof FormatFlag ? NearestName.hint(value, Format.allNames()) : "";
            throw CliError.usage(typed + " " + problem + nearest);
        }
        List<String> all = values.computeIfAbsent(flag.name(), _ -> new ArrayList<>());
        if (!(flag.kind() instanceof ListFlag)) all.clear();
        all.add(value);
    }

    private CliError unknown(String typed) {
        var names = new ArrayList<String>();
        for (Flag flag : command.flags()) {
            names.add("--" + flag.name());
            for (String alias : flag.aliases()) names.add("--" + alias);
        }
        if (!command.operations().isEmpty()) names.add("--operation");
        names.add("--help");
        return CliError.usage("'" + command.name() + "' has no flag " + typed + NearestName.hint(typed, names)
            + "; 'llm-router help " + command.name() + "' lists its flags");
    }

    private Arguments finish() {
        Operation operation = operationWord == null ? null : command.operation(operationWord);
        if (operationWord != null && operation == null) throw unknownOperation(command, operationWord);
        if (!help) {
            if (operation != null) checkFlagsOf(operation);
            checkOperands(operation);
        }
        return new Arguments(command, operation, values, List.copyOf(operands), beforeDashes, help);
    }

    /// @param operation or null
    private void checkOperands(Operation operation) {
        int most = (operation == null ? command.operands() : operation.operands()).most();
        if (operands.size() <= most) return;
        String allowed = most == 0 ? "takes only flags" : most == 1 ? "takes one word" : "takes " + most + " words";
        String subject = command.name() + (operation == null ? "" : " " + operation.name());
        throw CliError.usage("'" + subject + "' " + allowed + " and cannot use '" + operands.get(most) + "'");
    }

    private static CliError unknownOperation(Command command, String word) {
        var names = new ArrayList<String>();
        var groups = new LinkedHashMap<String, List<String>>();
        for (Operation each : command.operations()) {
            names.add(each.name());
            names.addAll(each.aliases());
            groups.computeIfAbsent(each.group(), _ -> new ArrayList<>()).add(each.name());
        }
        var lines = new StringBuilder();
        groups.forEach((group, each) -> lines.append("\n  ").append(group.isEmpty() ? "" : group + ": ")
            .append(String.join(", ", each)));
        return CliError.usage("'" + command.name() + "' has no operation '" + word + "'"
            + NearestName.hint(word, names) + "; it has" + lines);
    }

    private void checkFlagsOf(Operation operation) {
        for (String name : values.keySet()) {
            Flag flag = command.flag(name);
            if (command.isCommon(flag) || operation.takes(flag)) continue;
            throw CliError.usage("--" + name + " does not belong to '" + command.name() + " " + operation.name()
                + "'; 'llm-router help " + command.name() + " " + operation.name() + "' lists the flags that do");
        }
    }
}
