package llmrouter.config.edit;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.edit.input.RefusedInput;
import llmrouter.config.read.ConfigReader;

/// Writes the current schema version into a text of an older one. The reader understands old texts without this change.
///
/// @param target the schema version to write
public record MigrationChange(long target) implements ConfigChange<MigrationChange.Migrated> {

    /// @param from    the schema version before
    /// @param current whether the text already had the target version, so that nothing changed
    public record Migrated(int from, boolean current) {}

    @Override
    public Migrated applyTo(ConfigDraft draft, ConfigOutcome before) {
        int from = draft.version();
        if (target > ConfigReader.VERSION) {
            throw refused(" is newer than " + ConfigReader.VERSION + ", the newest version this program writes");
        }
        if (target < from) {
            throw refused(" is lower than the file's version " + from
                + "; a file cannot be migrated back, only restored from a backup");
        }
        if (target < ConfigReader.VERSION) throw refused(": this program writes only version " + ConfigReader.VERSION);
        return new Migrated(from, draft.saysVersion()); // an edited draft writes the version by itself
    }

    private RefusedInput refused(String problem) {
        return new RefusedInput("targetVersion", names -> names.value("targetVersion", String.valueOf(target))
            + problem);
    }
}
