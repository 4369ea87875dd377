package llmrouter.cli;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Settings;
import llmrouter.config.Settings.SettingsOutcome.InvalidSettings;
import llmrouter.config.Settings.SettingsOutcome.ValidSettings;
import llmrouter.config.read.SettingsReader;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.text.NearestName;

/// What the user is told about a word that is no command: which command was probably meant.
final class UnknownCommand {
    private UnknownCommand() {}

    static CliError error(CommandTable table, String word, Shell shell) {
        String begin = "there is no command '" + word + "'";
        for (Command command : table.commands()) {
            if (command.operation(word) == null) continue;
            return CliError.usage(begin + "; it is an operation of '" + command.name() + "': write 'llm-router "
                + command.name() + " " + word + "'");
        }
        if (OtherWords.answer(word, address(shell)) instanceof String answer) {
            return CliError.usage(begin + "; " + answer);
        }
        var names = new ArrayList<String>();
        for (Command command : table.commands()) names.add(command.name());
        return CliError.usage(begin + NearestName.hint(word, names) + "; 'llm-router help' lists the commands");
    }

    /// The address of the gateway that runs, else the one that a gateway would get.
    private static String address(Shell shell) {
        List<Instance> running = Instances.in(shell.home(), _ -> {}).running();
        if (!running.isEmpty()) return running.getFirst().url();
        return switch (SettingsReader.read(shell.environment()::get)) {
            case ValidSettings(Settings settings) ->
                Instance.url("http", settings.listen().host(), settings.listen().port());
            case InvalidSettings _ -> Instance.url("http", "127.0.0.1", 8787);
        };
    }
}
