package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

import llmrouter.cli.CliError;
import llmrouter.cli.Confirmation;
import llmrouter.cli.Invocation;
import llmrouter.config.edit.ConfigDraft;
import llmrouter.config.read.ConfigReader;
import llmrouter.files.ConfigStore;
import llmrouter.files.ConfigText;
import llmrouter.files.FileError;

/// `config --operation=migrate-config`: writes the schema version that is spoken today into a file of an older one. Older files are read as they are, so this
/// is for those who want their file to say what it is.
final class MigrateConfig {
    private static final String TO = "target-version";

    private MigrateConfig() {}

    static int run(Invocation in) throws IOException {
        ConfigText file = ConfigChange.read(in);
        if (file.text() == null) throw CliError.usage("there is no configuration at " + file.path());
        long target = in.arguments().integer(TO, ConfigReader.VERSION);
        int[] from = new int[1];
        Path[] backup = new Path[1];
        if (!isCurrent(ConfigChange.draft(file), target, from)) {
            Confirmation.ask(in, "Migrate " + file.path() + " from version " + from[0] + " to " + target + "?", true);
        }
        var saved = ConfigChange.save(in, draft -> {
            if (isCurrent(draft, target, from) || !in.arguments().isOn("create-backup", true)) return;
            backup[0] = copy(in);
        });
        if (in.arguments().isOn("json")) {
            in.print(saved.json("migrate-config").put("from", from[0]).put("to", target)
                .put("migrationBackup", backup[0] == null ? null : backup[0].toString()));
            return 0;
        }
        in.print(saved.changed() ? "migrated " + from[0] + " -> " + target : "already at version " + target + ", nothing was to be done");
        in.print("backup=" + (backup[0] == null ? "(not created)" : backup[0]));
        in.print("config=" + saved.path());
        return 0;
    }

    /// Whether the file says the target already.
    /// @param from gets its version
    private static boolean isCurrent(ConfigDraft draft, long target, int[] from) {
        from[0] = draft.version();
        if (from[0] > ConfigReader.VERSION) {
            throw CliError.usage("the file has version " + from[0] + ", newer than the " + ConfigReader.VERSION + " that this version of the program understands; "
                + "update the program, the file has not been touched");
        }
        if (target > ConfigReader.VERSION) {
            throw CliError.failed("--" + TO + "=" + target + " is newer than " + ConfigReader.VERSION + ", the newest version this program writes");
        }
        if (target < from[0]) throw CliError.failed("--" + TO + "=" + target + " is lower than the file's version " + from[0] + "; there is no way back, only the backups");
        if (target < ConfigReader.VERSION) throw CliError.failed("--" + TO + "=" + target + ": this program writes only version " + ConfigReader.VERSION);
        return draft.saysVersion();
    }

    private static Path copy(Invocation in) {
        try {
            return ConfigStore.at(in.configFile()).copy(Instant.now());
        } catch (FileError e) {
            throw CliError.failed(e.getMessage());
        }
    }
}
