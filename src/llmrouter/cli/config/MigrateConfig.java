package llmrouter.cli.config;

import java.io.IOException;
import java.time.Instant;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Confirmation;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.edit.EditOutcome;
import llmrouter.config.edit.EditOutcome.Refused;
import llmrouter.config.edit.input.InputFinding;
import llmrouter.config.edit.MigrationChange;
import llmrouter.config.edit.MigrationChange.Migrated;
import llmrouter.config.read.ConfigReader;
import llmrouter.files.ConfigText;
import llmrouter.report.ConfigJson;

/// `config migrate-config`: writes the current schema version into a file of an older one. Every command
/// reads older files as they are, so a migration is never necessary.
final class MigrateConfig {
    private MigrateConfig() {}

    static int run(Invocation in) throws IOException {
        ConfigText file = ConfigFile.read(in);
        if (file.text() == null) throw CliError.usage("there is no configuration at " + file.path());
        Arguments given = in.arguments();
        var change = new MigrationChange(given.integer("target-version", ConfigReader.VERSION));
        Migrated preview = preview(file, change);
        if (!preview.current() && !given.isOn("dry-run")) {
            String versions = "from version " + preview.from() + " to " + change.target();
            Confirmation.ask(in, "Migrate " + file.path() + " " + versions + "?", true);
        }
        Instant copyAt = given.isOn("create-backup", true) ? Instant.now() : null;
        report(in, ConfigFile.save(in, change, copyAt), change.target());
        return ExitCode.DONE;
    }

    /// A version that cannot be written is a failure, not a mistake in the command line.
    private static Migrated preview(ConfigText file, MigrationChange change) {
        EditOutcome<Migrated> outcome = ConfigFile.preview(file, change);
        if (outcome instanceof Refused<Migrated>(InputFinding problem)) {
            throw CliError.failed(problem.describe(FlagNames.FLAGS));
        }
        return ConfigFile.result(outcome);
    }

    private static void report(Invocation in, SavedChange<Migrated> saved, long target) {
        int from = saved.result().from();
        String copy = saved.file().copy() == null ? null : saved.file().copy().toString();
        var report = new ChangeReport(in, saved);
        if (report.asJson()) {
            report.print(saved.json("migrate-config").put("from", from).put("to", target)
                .put("migrationBackup", ConfigJson.textOrNull(copy)));
            return;
        }
        String done = saved.dryRun() ? "dry run, nothing was written: would have migrated " : "migrated ";
        if (saved.changed()) in.print(done + from + " -> " + target);
        else in.print("already at version " + target + ", nothing to do");
        in.print("backup=" + (copy == null ? "(not created)" : copy));
        in.print("config=" + saved.path());
        report.diff();
    }
}
