package llmrouter.cli.config;

import java.util.List;

import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Provider;
import llmrouter.files.SavedFile;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.report.ConfigJson;

/// A change that has been saved, that the file already said, or that would have been saved but for `--dry-run`.
///
/// @param path    of the configuration file as the user knows it
/// @param file    what happened on the disk; for a dry run what would have happened
/// @param result  what the change reports
/// @param reading what the file means now
/// @param texts   of the file before and after the change
/// @param dryRun  whether nothing was written
/// @param access  what the change means for clients without a key, as a clause; null if they notice nothing
/// @param takers  what the running gateways of the file made of it; none for a dry run
record SavedChange<R>(String path, SavedFile file, R result, ConfigOutcome reading, Texts texts, boolean dryRun,
        String access, ChangeTakers takers) {
    /// A file's text before and after a change; the same if nothing changed.
    record Texts(String before, String after) {}

    String before() {
        return texts.before();
    }

    String after() {
        return texts.after();
    }

    /// What is configured now; null while the file has mistakes.
    Config config() {
        return reading instanceof ValidConfig valid ? valid.config() : null;
    }

    /// The provider as it is configured now, switched off or not; null while the file has mistakes.
    Provider provider(String id) {
        List<Provider> all = config() == null ? List.of() : config().providers();
        for (Provider provider : all) {
            if (provider.id().equals(id)) return provider;
        }
        return null;
    }

    boolean changed() {
        return file.changed();
    }

    /// The JSON that every operation prints, for its own members to follow.
    Obj json(String operation) {
        return Json.object().put("operation", operation).put("config", path).put("changed", changed())
            .put("backup", ConfigJson.textOrNull(file.backup())).put("access", ConfigJson.textOrNull(access))
            .put("gateways", takers.json());
    }
}
