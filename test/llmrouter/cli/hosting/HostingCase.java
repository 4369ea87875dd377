package llmrouter.cli.hosting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.cli.CliRun;
import llmrouter.cli.CliRun.LiveCli;
import llmrouter.cli.Command;
import llmrouter.cli.Command.CommandAction;
import llmrouter.cli.CommandTable;
import llmrouter.cli.menu.hosting.HostingWizards;
import llmrouter.deploy.HostedAccount;
import llmrouter.deploy.WorkerModules;
import llmrouter.deploy.api.ApiLimits;
import llmrouter.deploy.steps.LiveLimits;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

/// A home folder with a configuration, and the commands of hosting with modules of their own.
public final class HostingCase {
    public static final String MASTER_KEY = "gw_aVeryLongAndStrongKey-7531-of-the-test-XyZ";
    public static final String PROVIDER_KEY = "sk-of-the-provider-9753197531fedcba";
    public static final String CONFIG = """
        {
          "version": 2,
          "masterKey": "%s",
          "defaultModel": "work",
          "providers": [
            {"id": "first", "name": "First", "baseUrl": "https://first.example/v1", "format": "openai",
             "apiKey": "%s", "models": ["a", "b"],
             "rateLimits": [{"id": "each-hour", "models": ["all"], "requests": 100, "window": "1h"}]}
          ],
          "modelAliases": {"work": {"strategy": "auto", "targets": [{"ref": "first/a"}, {"ref": "first/b"}]}}
        }
        """.formatted(MASTER_KEY, PROVIDER_KEY);
    public static final WorkerModules MODULES = new WorkerModules(
        "export default { fetch() { return new Response(\"of a test\"); } };".getBytes(StandardCharsets.UTF_8),
        "export const gateway = 1;".getBytes(StandardCharsets.UTF_8));

    private static final HostingParts PARTS = new HostingParts(() -> MODULES, new ApiLimits(5_000, 5_000, 2, 1, 10),
        new LiveLimits(300, 10, 2_000));

    public final Path home;
    public final Map<String, String> environment = new HashMap<>();

    public HostingCase(Path home) throws IOException {
        this.home = home;
        write(CONFIG);
    }

    /// The commands ask this account. A person still has to give the token.
    public HostingCase asking(HostedAccount account) {
        environment.put("CLOUDFLARE_API_BASE_URL", account.baseUrl());
        return this;
    }

    /// The same with the token in the environment, as a script has it.
    public HostingCase withTokenOf(HostedAccount account) {
        environment.put("CLOUDFLARE_API_TOKEN", HostedAccount.TOKEN);
        return asking(account);
    }

    public HostingCase write(String config) throws IOException {
        Files.writeString(file(), config);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
        return this;
    }

    public Path file() {
        return home.resolve(".llm-router.json");
    }

    public String text() throws IOException {
        return Files.readString(file());
    }

    /// All commands; `deploy` with the modules of the test.
    public static CommandTable table() {
        return table(HostingWizards::deploy, HostingWizards::workerKey, HostingWizards::rollback);
    }

    /// The same with other ways to ask a person.
    public static CommandTable table(CommandAction deploy, CommandAction workerKey, CommandAction rollback) {
        var commands = new ArrayList<Command>();
        for (Command command : CommandTable.standard().commands()) {
            commands.add(switch (command.name()) {
                case "deploy" -> HostingCommands.deploy(deploy, PARTS);
                case "worker-key" -> HostingCommands.workerKey(workerKey, PARTS);
                case "rollback" -> HostingCommands.rollback(rollback, PARTS);
                default -> command;
            });
        }
        return new CommandTable(commands);
    }

    public CliRun run(String... words) {
        return typing("", words);
    }

    /// A command that finds something on its standard input.
    public CliRun typing(String standardInput, String... words) {
        return new LiveCli(home, environment, standardInput).run(table(), words);
    }

    /// What a command prints as JSON, whatever its exit code is.
    public Obj json(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.add("--json");
        CliRun run = run(all.toArray(String[]::new));
        Obj json = assertInstanceOf(Obj.class, Json.parse(run.out()), run.toString());
        assertEquals(run.exitCode(), json.object("error") == null ? 0 : json.object("error").number("exit", -1),
            run.toString());
        return json;
    }
}
