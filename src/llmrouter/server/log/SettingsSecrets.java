package llmrouter.server.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Secret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Settings;
import llmrouter.config.secrets.ConfigSecrets;
import llmrouter.files.FileError;
import llmrouter.files.Secrets;

/// The secrets of the settings with those that are in files.
public final class SettingsSecrets {
    private SettingsSecrets() {}

    public static List<String> of(Settings settings, Path home) {
        var all = new ArrayList<>(ConfigSecrets.of(settings));
        add(settings.tls().password(), home, all);
        if (settings.tls().client() != null) add(settings.tls().client().password(), home, all);
        return List.copyOf(all);
    }

    /// A file that cannot be read is told where its password is needed.
    private static void add(Secret secret, Path home, List<String> all) {
        if (!(secret instanceof FileSecret)) return;
        try {
            all.add(new Secrets(_ -> null, home).value(secret));
        } catch (FileError _) {
            return;
        }
    }
}
