package llmrouter.cli;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.config.ConfigCommand;
import llmrouter.cli.inspect.RouteCommand;
import llmrouter.cli.inspect.TranslateCommand;
import llmrouter.cli.inspect.WhyCommand;
import llmrouter.cli.run.DemoCommand;
import llmrouter.cli.run.InstallCommand;
import llmrouter.cli.run.ReloadCommand;
import llmrouter.cli.run.StartCommand;
import llmrouter.cli.run.StatusCommand;
import llmrouter.cli.run.StopCommand;
import llmrouter.cli.run.WakeCommand;
import llmrouter.config.read.Fields;
import llmrouter.text.NearestName;

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
            ConfigCommand.command(),
            DemoCommand.command(),
            RouteCommand.command(),
            WhyCommand.command(),
            TranslateCommand.command(),
            InstallCommand.command(),
            VersionCommand.command()));
    }

    /// @throws CliError there is no such command
    Command command(String word) {
        var names = new ArrayList<String>();
        for (Command command : commands) {
            if (command.isNamed(word)) return command;
            names.add(command.name());
        }
        throw CliError.usage("there is no command '" + word + "'" + NearestName.hint(word, names)
            + "; 'llm-router help' lists the commands");
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
        if (!word.startsWith("--") || word.indexOf('=') >= 0) return false;
        String name = Fields.kebab(word.substring(2));
        for (Command command : commands) {
            if (command.flag(name) instanceof Flag flag) return flag.takesValue();
        }
        return false;
    }
}
