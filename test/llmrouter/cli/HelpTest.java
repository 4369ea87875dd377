package llmrouter.cli;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.cli.Command.Example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HelpTest {
    private static final Command SAIL = Command.of("sail", "Sail somewhere", _ -> 0)
        .flags(Flag.CONFIG, Flag.choice("wind", "Where it comes from.", List.of("north", "south")),
            Flag.integer("seconds-between-two-soundings", "SECONDS", 1, 60,
                "How often the depth is taken, which matters near the coast."),
            Flag.bool("reef", "Whether to take in sail.").orElse("true in a storm"),
            Flag.text("crew", "NAMES", "Who comes along."))
        .operations(Operation.of("out", null, "Leave the harbour", "crew").aliases("leave")
            .examples(new Example("sail out --crew=ada", "With Ada")), Operation.of("home", null, "Come back"))
        .examples(new Example("sail", "Just sail"),
            new Example("sail --wind=north --seconds-between-two-soundings=30 --reef --config=/harbour/boat.json",
            "Carefully"));

    @Test
    void aCommandsHelpIsMadeFromItsRow() {
        assertEquals("""
            llm-router sail - Sail somewhere

            Usage:
              llm-router sail OPERATION [flags]

            Operations:
              out   Leave the harbour
              home  Come back

              'llm-router help sail OPERATION' lists an operation's flags and examples.

            Flags:
              --config=FILE       The configuration file. Default: $LLM_ROUTER_CONFIG, else
                                  ~/.llm-router.json.
              --wind=north|south  Where it comes from.
              --seconds-between-two-soundings=SECONDS
                                  How often the depth is taken, which matters near the
                                  coast.
              --[no-]reef         Whether to take in sail. Default: true in a storm.
              --help              Show this help.

            Examples:
              llm-router sail
                  Just sail
              llm-router sail --wind=north --seconds-between-two-soundings=30 --reef \\
                    --config=/harbour/boat.json
                  Carefully
            """, new Help(false).of(SAIL, null));
    }

    @Test
    void anOperationsHelpShowsItsOwnFlagsToo() {
        String help = CliRun.of(new CommandTable(List.of(SAIL)), "", "help", "sail", "leave").out();
        assertTrue(help.startsWith("llm-router sail out - Leave the harbour\n"), help);
        assertTrue(help.contains("  --crew=NAMES        Who comes along.\n"), help);
        assertTrue(help.endsWith("  llm-router sail out --crew=ada\n      With Ada\n"), help);
    }

    @Test
    void headingsAreBoldOnATerminal() {
        assertTrue(new Help(true).of(SAIL, null).contains("\u001b[1mFlags\u001b[0m:\n"));
    }

    @Test
    void noHelpIsWiderThanATerminal() {
        var table = CommandTable.standard();
        var texts = new ArrayList<>(List.of(new Help(false).overview(table)));
        for (Command command : table.commands()) {
            texts.add(new Help(false).of(command, null));
            for (Operation operation : command.operations()) texts.add(new Help(false).of(command, operation));
        }
        for (String text : texts) text.lines().forEach(line -> assertTrue(line.length() <= 80, line));
    }

    @Test
    void everyCommandHasAnExampleThatParses() {
        var table = CommandTable.standard();
        for (Command command : table.commands()) {
            var examples = new ArrayList<>(command.examples());
            command.operations().forEach(operation -> examples.addAll(operation.examples()));
            assertTrue(!examples.isEmpty(), command.name());
            for (Example example : examples) {
                List<String> words = ShellWords.of(example.line());
                assertEquals(command.name(), words.removeFirst(), example.line());
                ArgumentParser.parse(command, words);
            }
        }
    }
}
