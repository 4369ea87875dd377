package llmrouter.cli;

import java.util.List;

import llmrouter.Version;
import llmrouter.cli.Command.Example;
import llmrouter.cli.Command.Operands;
import llmrouter.cli.FlagKind.BooleanFlag;
import llmrouter.cli.FlagKind.ChoiceFlag;
import llmrouter.cli.FlagKind.FormatFlag;
import llmrouter.cli.FlagKind.IntegerFlag;
import llmrouter.cli.FlagKind.ListFlag;
import llmrouter.cli.FlagKind.PathFlag;
import llmrouter.cli.FlagKind.SecretFlag;
import llmrouter.cli.FlagKind.TextFlag;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.json.JsonWriter;

/// The command table as JSON, for programs. Each object has the same members everywhere; one that has nothing to say is
/// null or an empty list.
final class HelpJson {
    private HelpJson() {}

    static String of(CommandTable table) {
        Arr commands = Json.array();
        for (Command command : table.commands()) commands.add(command(command));
        return JsonWriter.pretty(Json.object().put("version", Version.CURRENT).put("commands", commands));
    }

    /// @param operation or null for the whole command
    static String of(Command command, Operation operation) {
        return JsonWriter.pretty(operation == null ? command(command) : operation(command, operation));
    }

    private static Obj command(Command command) {
        Arr flags = Json.array();
        for (Flag flag : command.flags()) {
            if (command.isCommon(flag)) flags.add(flag(flag, flag.help()));
        }
        Arr operations = Json.array();
        for (Operation operation : command.operations()) operations.add(operation(command, operation));
        Obj json = Json.object().put("name", command.name()).put("aliases", Json.strings(command.aliases()))
            .put("summary", command.summary());
        return operands(json, command.operands()).put("flags", flags).put("operations", operations)
            .put("examples", examples(command.examples()));
    }

    /// The flags are those of the operation alone; it takes the command's common flags too.
    private static Obj operation(Command command, Operation operation) {
        Arr flags = Json.array();
        for (Flag flag : command.flags()) {
            if (operation.takes(flag)) flags.add(flag(flag, operation.help(flag)));
        }
        Obj json = Json.object().put("name", operation.name()).put("aliases", Json.strings(operation.aliases()))
            .put("group", operation.group()).put("summary", operation.summary());
        return operands(json, operation.operands()).put("flags", flags)
            .put("examples", examples(operation.examples()));
    }

    private static Obj operands(Obj json, Operands operands) {
        return json.put("operands", operands.label()).put("mostOperands", operands.most());
    }

    private static Obj flag(Flag flag, String help) {
        Obj json = Json.object().put("name", flag.name()).put("aliases", Json.strings(flag.aliases()))
            .put("spellings", Json.strings(flag.spellings())).put("type", type(flag.kind()))
            .put("takesValue", flag.takesValue()).put("value", flag.value())
            .put("choices", Json.strings(choices(flag.kind())));
        boolean bounded = flag.kind() instanceof IntegerFlag;
        json.put("min", bounded ? Json.of(((IntegerFlag) flag.kind()).min()) : Json.Null.NULL)
            .put("max", bounded ? Json.of(((IntegerFlag) flag.kind()).max()) : Json.Null.NULL)
            .put("mayBeEmpty", flag.kind() instanceof TextFlag(boolean empty) && empty)
            .put("mayBeRepeated", flag.kind() instanceof ListFlag);
        return json.put("help", help).put("default", flag.preset() == null ? Json.Null.NULL : Json.of(flag.preset()));
    }

    private static String type(FlagKind kind) {
        return switch (kind) {
            case TextFlag _, ListFlag _ -> "text";
            case IntegerFlag _ -> "integer";
            case BooleanFlag _ -> "boolean";
            case ChoiceFlag _, FormatFlag _ -> "choice";
            case PathFlag _ -> "path";
            case SecretFlag _ -> "secret";
        };
    }

    private static List<String> choices(FlagKind kind) {
        if (kind instanceof ChoiceFlag(List<String> words)) return words;
        return kind instanceof FormatFlag ? Format.words() : List.of();
    }

    private static Arr examples(List<Example> examples) {
        Arr all = Json.array();
        for (Example example : examples) {
            all.add(Json.object().put("line", "llm-router " + example.line()).put("why", example.why()));
        }
        return all;
    }
}
