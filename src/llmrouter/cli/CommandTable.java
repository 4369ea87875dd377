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

/// All commands, in the order of the help.
public record CommandTable(List<Command> commands) {

    /// The commands of this program.
    public static CommandTable standard() {
        return new CommandTable(List.of(
            StartCommand.command(),
            StopCommand.command(),
            ReloadCommand.command(),
            WakeCommand.command(),
            StatusCommand.command(),
            TopCommand.command(),
            ConfigCommand.command(ProbingCommands.check())
                .with(ProbingCommands.newFlags()).with(ProbingCommands.operations())
                .with(SchemaOperation.operation())
                .with(SystemCommands.startupFlags()).with(SystemCommands.startupOperations())
                .atTerminal(MenuCommand::run),
            MenuCommand.command(),
            ConnectCommand.command(),
            CodeCommand.command(),
            SystemCommands.doctor(),
            SystemCommands.smoke(),
            DemoCommand.command(),
            RouteCommand.command(),
            WhyCommand.command(),
            TranslateCommand.command(),
            HostingCommands.deploy(HostingWizards::deploy),
            HostingCommands.workerKey(HostingWizards::workerKey),
            HostingCommands.rollback(HostingWizards::rollback),
            SystemCommands.startup(),
            InstallCommand.command(),
            SystemCommands.update(),
            AiHelpCommand.command(),
            ExplainCommand.command(),
            CompletionCommand.command(),
            VersionCommand.command()));
    }

    /// The command with this name or alias, or null.
    public Command command(String word) {
        for (Command command : commands) {
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
        for (Command command : commands) {
            if (command.flag(name) instanceof Flag flag) return flag.takesValue();
        }
        return false;
    }
}
