package llmrouter.cli;

import java.util.List;

import llmrouter.Version;
import llmrouter.cli.Command.Example;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.json.JsonWriter;

/// The command table as JSON, for programs.
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
            if (command.isCommon(flag)) flags.add(flag(flag));
        }
        Arr operations = Json.array();
        for (Operation operation : command.operations()) operations.add(operation(command, operation));
        return Json.object().put("name", command.name()).put("summary", command.summary())
            .put("operands", command.operands().label()).put("flags", flags).put("operations", operations)
            .put("examples", examples(command.examples()));
    }

    private static Obj operation(Command command, Operation operation) {
        Arr flags = Json.array();
        for (Flag flag : command.flags()) {
            if (operation.takes(flag)) flags.add(flag(flag));
        }
        return Json.object().put("name", operation.name()).put("aliases", Json.strings(operation.aliases()))
            .put("summary", operation.summary()).put("flags", flags).put("examples", examples(operation.examples()));
    }

    private static Obj flag(Flag flag) {
        return Json.object().put("name", flag.name()).put("aliases", Json.strings(flag.aliases()))
            .put("takesValue", flag.takesValue()).put("value", flag.value()).put("help", flag.help())
            .put("default", flag.preset() == null ? Json.Null.NULL : Json.of(flag.preset()));
    }

    private static Arr examples(List<Example> examples) {
        Arr all = Json.array();
        for (Example example : examples) {
            all.add(Json.object().put("line", "llm-router " + example.line()).put("why", example.why()));
        }
        return all;
    }
}
