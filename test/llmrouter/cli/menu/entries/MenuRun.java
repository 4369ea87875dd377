package llmrouter.cli.menu.entries;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import llmrouter.cli.Cli;
import llmrouter.cli.Command;
import llmrouter.cli.CommandTable;
import llmrouter.cli.Flag;
import llmrouter.cli.Shell;
import llmrouter.host.StopSignal;

/// The menu with a scripted person, on a home folder of its own.
final class MenuRun {
    static final String CONFIG = """
        {
          "version": 2,
          "masterKey": "gw_aVeryLongAndStrongMasterKey0123456789abcdef",
          "defaultModel": "work",
          "masterKeys": [
            {"name": "ci", "keySha256": "%s", "models": ["work"]}
          ],
          "providers": [
            {
              "id": "first", "name": "First", "baseUrl": "http://127.0.0.1:9/first/v1", "format": "openai",
              "apiKeyEnv": "FIRST_KEY",
              "models": [
                {"id": "a", "aliases": ["short"], "fallbackModels": ["second/m"]}, "b", {"id": "c", "enabled": false}
              ],
              "rateLimits": [
                {"id": "each-hour", "name": "Each hour", "models": ["all"], "requests": 100, "tokens": 5000,
                 "window": {"unit": "hour", "size": 1}}
              ]
            },
            {
              "id": "second", "name": "Second", "baseUrl": "http://127.0.0.1:9/second/v1", "format": "openai",
              "apiKeyEnv": "SECOND_KEY", "models": ["m", "*"]
            }
          ],
          "modelAliases": {
            "work": {"strategy": "auto", "targets": [{"ref": "first/a", "weight": 2}, {"ref": "second/m"}]},
            "spare": {"strategy": "ordered", "targets": [{"ref": "second/m"}]}
          }
        }
        """.formatted("ab".repeat(32));

    final Path home;
    final Map<String, String> environment = new HashMap<>();
    ScriptedDialog dialog;
    int exitCode;

    private MenuRun(Path home) {
        this.home = home;
    }

    /// A home folder without any configuration.
    static MenuRun empty(Path home) {
        return new MenuRun(home);
    }

    /// A home folder with [#CONFIG] and one kept copy of it.
    static MenuRun configured(Path home) throws IOException {
        var run = new MenuRun(home);
        Files.writeString(run.file(), CONFIG);
        run.command("config", "set-strict", "on");
        return run;
    }

    /// The same in another home folder.
    MenuRun copy(Path other) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.toList()) {
                if (Files.isRegularFile(file)) Files.copy(file, other.resolve(file.getFileName()));
            }
        }
        return new MenuRun(other);
    }

    Path file() {
        return home.resolve(".llm-router.json");
    }

    String text() throws IOException {
        return Files.exists(file()) ? Files.readString(file()) : "";
    }

    /// Runs one command without the menu and returns what it printed.
    String command(String... words) {
        var out = new ByteArrayOutputStream();
        int code = Cli.run(CommandTable.standard(), List.of(words), shell(out));
        if (code != 0) throw new AssertionError(out.toString(StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private Shell shell(ByteArrayOutputStream out) {
        var printer = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Shell(new ByteArrayInputStream(new byte[0]), printer, printer, environment, home, false, () -> null,
            new StopSignal());
    }

    /// Opens the menu for a person with these answers.
    MenuRun menu(List<String> answers) {
        dialog = new ScriptedDialog(answers);
        var commands = new ArrayList<Command>();
        for (Command command : CommandTable.standard().commands()) {
            if (!command.name().equals("menu")) commands.add(command);
        }
        commands.add(Command.of("menu", "The menu", in -> MenuCommand.run(in, _ -> dialog)).flags(Flag.CONFIG));
        var out = new ByteArrayOutputStream();
        exitCode = Cli.run(new CommandTable(commands), List.of("menu"), shell(out));
        dialog.shown.addAll(out.toString(StandardCharsets.UTF_8).lines().toList());
        return this;
    }

    MenuRun menu(String... answers) {
        return menu(List.of(answers));
    }

    String screen() {
        return dialog.screen();
    }
}
