package llmrouter.cli;

import java.io.IOException;

import llmrouter.config.read.SettingsTable;
import llmrouter.config.read.UnknownSettings;
import llmrouter.config.read.UnknownSettings.UnknownSetting;
import llmrouter.files.ConfigStore;
import llmrouter.text.Printable;
import llmrouter.text.Text;

/// Warns on standard error about variables that are spelled like settings and are none.
final class EnvironmentWarnings {
    private EnvironmentWarnings() {}

    static void print(Invocation in) {
        for (UnknownSetting unknown : UnknownSettings.in(in.shell().environment())) {
            if (!isNamedByConfiguration(in, unknown.name())) in.say(Printable.of(unknown.warning()));
        }
    }

    /// A configuration may name any variable for a key, e.g. with `masterKeyEnv`.
    private static boolean isNamedByConfiguration(Invocation in, String variable) {
        String quoted = new Text(64).quote(variable).take();
        String inline = SettingsTable.CONFIG_JSON.in(in.shell().environment()::get);
        if (inline != null && inline.contains(quoted)) return true;
        try {
            String text = ConfigStore.at(in.configFile()).read().text();
            return text != null && text.contains(quoted);
        } catch (IOException _) {
            return false; // the command itself reports what is wrong with the file
        }
    }
}
