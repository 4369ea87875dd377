package llmrouter.cli;

import java.util.List;

import llmrouter.cli.agent.AiHelpCommand;
import llmrouter.cli.agent.ExplainCommand;
import llmrouter.cli.agent.SchemaOperation;
import llmrouter.cli.completion.CompletionCommand;
import llmrouter.cli.config.ConfigCommand;
import llmrouter.cli.connect.CodeCommand;
import llmrouter.cli.connect.ConnectCommand;
import llmrouter.cli.hosting.HostingCommands;
import llmrouter.cli.inspect.RouteCommand;
import llmrouter.cli.inspect.TranslateCommand;
import llmrouter.cli.inspect.WhyCommand;
import llmrouter.cli.menu.entries.MenuCommand;
import llmrouter.cli.menu.hosting.HostingWizards;
import llmrouter.cli.probing.ProbingCommands;
import llmrouter.cli.run.DemoCommand;
import llmrouter.cli.run.InstallCommand;
import llmrouter.cli.run.ReloadCommand;
import llmrouter.cli.run.StartCommand;
import llmrouter.cli.run.StatusCommand;
import llmrouter.cli.run.StopCommand;
import llmrouter.cli.run.WakeCommand;
import llmrouter.cli.system.SystemCommands;
import llmrouter.cli.watch.TopCommand;
import llmrouter.config.read.Fields;

/// All commands, in the order of the help. A command line needs one of them, and the classes of the others would be a
/// good part of what is loaded at a start; so a command is made when its name is asked for.
public final class CommandTable {
    private static final List<String> NAMES = List.of("start", "stop", "reload", "wake", "status", "top", "config",
        "menu", "connect", "code", "doctor", "smoke", "demo", "route", "why", "translate", "deploy", "worker-key",
        "rollback", "startup", "install", "update", "ai-help", "explain", "completion", "version");

    /// Null until all are needed.
    private List<Command> commands;

    /// A table of these commands.
    public CommandTable(List<Command> commands) {
        this.commands = commands;
    }

    /// The commands of this program.
    public static CommandTable standard() {
        return new CommandTable(null);
    }

    /// @param name one of [#NAMES]
    private static Command made(String name) {
        return switch (name) {
            case "start" -> StartCommand.command();
            case "stop" -> StopCommand.command();
            case "reload" -> ReloadCommand.command();
            case "wake" -> WakeCommand.command();
            case "status" -> StatusCommand.command();
            case "top" -> TopCommand.command();
            case "config" -> ConfigCommand.command(ProbingCommands.check())
                .with(ProbingCommands.newFlags()).with(ProbingCommands.operations())
                .with(SchemaOperation.operation())
                .with(SystemCommands.startupFlags()).with(SystemCommands.startupOperations())
                .atTerminal(MenuCommand::run);
            case "menu" -> MenuCommand.command();
            case "connect" -> ConnectCommand.command();
            case "code" -> CodeCommand.command();
            case "doctor" -> SystemCommands.doctor();
            case "smoke" -> SystemCommands.smoke();
            case "demo" -> DemoCommand.command();
            case "route" -> RouteCommand.command();
            case "why" -> WhyCommand.command();
            case "translate" -> TranslateCommand.command();
            case "deploy" -> HostingCommands.deploy(HostingWizards::deploy);
            case "worker-key" -> HostingCommands.workerKey(HostingWizards::workerKey);
            case "rollback" -> HostingCommands.rollback(HostingWizards::rollback);
            case "startup" -> SystemCommands.startup();
            case "install" -> InstallCommand.command();
            case "update" -> SystemCommands.update();
            case "ai-help" -> AiHelpCommand.command();
            case "explain" -> ExplainCommand.command();
            case "completion" -> CompletionCommand.command();
            case "version" -> VersionCommand.command();
            default -> throw new IllegalArgumentException(name);
        };
    }

    public List<Command> commands() {
        if (commands == null) commands = NAMES.stream().map(CommandTable::made).toList();
        return commands;
    }

    /// The command with this name or alias, or null.
    public Command command(String word) {
        if (commands == null && NAMES.contains(word)) return made(word);
        for (Command command : commands()) {
            if (command.isNamed(word)) return command;
        }
        return null;
    }

    /// The index of the command's name among the words: the first word that is neither a flag nor a flag's value; -1
    /// if there is no such word.
    int position(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) return -1;
            if (!word.startsWith("-")) return i;
            if (takesValue(word)) i++;
        }
        return -1;
    }

    private boolean takesValue(String word) {
        if (word.indexOf('=') >= 0) return false;
        String name = word.startsWith("--") ? Fields.kebab(word.substring(2)) : ArgumentParser.ofLetter(word);
        for (Command command : commands()) {
            if (command.flag(name) instanceof Flag flag) return flag.takesValue();
        }
        return false;
    }
}
