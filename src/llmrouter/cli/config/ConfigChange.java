package llmrouter.cli.config;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Finding;
import llmrouter.config.edit.ConfigDraft;
import llmrouter.config.read.ConfigReader;
import llmrouter.files.SavedFile;
import llmrouter.files.ConfigStore;
import llmrouter.files.ConfigText;
import llmrouter.files.FileError;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.json.JsonError;
import llmrouter.text.Text;

/// One change of the configuration file by a command: checked as a whole before anything is written.
final class ConfigChange {
    private final Invocation in;
    private final ConfigStore store;
    private ConfigOutcome outcome;
    private SavedFile edit;

    private ConfigChange(Invocation in) {
        this.in = in;
        this.store = ConfigStore.at(in.configFile());
    }

    /// Applies a change and saves the file.
    /// @throws CliError the change would make the file wrong, or it cannot be written; nothing was saved
    static ConfigChange save(Invocation in, Consumer<ConfigDraft> change) {
        var saved = new ConfigChange(in);
        try {
            saved.edit = saved.store.edit(before -> saved.changed(before, change));
        } catch (FileError e) {
            throw CliError.failed(e.getMessage());
        }
        if (saved.outcome instanceof InvalidConfig(List<Finding> problems, _)) {
            in.say("warning: saved, but these mistakes were there before and remain:" + lines(problems));
        }
        return saved;
    }

    private String changed(String before, Consumer<ConfigDraft> change) {
        refuseNewer(before);
        String after;
        try {
            var draft = ConfigDraft.of(before);
            change.accept(draft);
            after = draft.text();
        } catch (JsonError e) {
            throw broken(store.path(), e);
        }
        List<Finding> fresh = ConfigDraft.newProblems(before, after, store.path().toString());
        if (!fresh.isEmpty()) throw CliError.usage("nothing was saved, because the configuration would be wrong:" + lines(fresh));
        outcome = ConfigReader.read(after, store.path().toString());
        return after;
    }

    private static CliError broken(Path file, JsonError e) {
        return CliError.usage(file + ":" + e.line() + ":" + e.column() + ": " + e.getMessage() + "; correct the file first, nothing was saved");
    }

    /// What there is to change, to look at; [#save] reads it anew.
    static ConfigDraft draft(ConfigText file) {
        try {
            return ConfigDraft.of(file.text() == null ? "" : file.text());
        } catch (JsonError e) {
            throw broken(file.path(), e);
        }
    }

    private void refuseNewer(String before) {
        if (!(ConfigReader.read(before, store.path().toString()) instanceof InvalidConfig(List<Finding> problems, _))) return;
        Finding first = problems.getFirst();
        if (first.path().equals("version")) throw CliError.usage(first.describe());
    }

    /// Problems without their line, which is that of a text nobody has seen yet.
    private static String lines(List<Finding> problems) {
        var out = new Text();
        for (Finding p : problems) out.add("\n  ").add(p.path()).add(p.path().isEmpty() ? "" : ": ").add(p.what()).add("; ").add(p.fix());
        return out.take();
    }

    /// What is configured now; null as long as old mistakes remain.
    Config config() {
        return outcome instanceof ValidConfig valid ? valid.config() : null;
    }

    boolean changed() {
        return edit.changed();
    }

    /// What was done, for the beginning of a line.
    String verb() {
        return edit.changed() ? "changed" : "unchanged:";
    }

    String path() {
        return store.path().toString();
    }

    /// What every operation says in JSON.
    Obj json(String operation) {
        Obj json = Json.object().put("operation", operation).put("config", path()).put("changed", edit.changed());
        return edit.backup() == null ? json : json.put("backup", edit.backup().toString());
    }

    /// Reads the file and tells what is odd about it, for operations that only look.
    /// @throws CliError it cannot be read
    static ConfigText read(Invocation in) {
        try {
            ConfigText file = ConfigStore.at(in.configFile()).read();
            for (String warning : file.warnings()) in.say("warning: " + warning);
            return file;
        } catch (FileError e) {
            throw CliError.failed(e.getMessage());
        }
    }

    /// A flag's value as a JSON object; an empty one is `{}`.
    static Obj object(Invocation in, String flag) {
        String text = in.arguments().text(flag);
        if (text == null) return null;
        if (text.isEmpty()) return Json.object();
        try {
            if (Json.parse(text) instanceof Obj object) return object;
        } catch (JsonError e) {
            throw CliError.usage("--" + flag + " is not JSON: " + e.getMessage() + " (character " + (e.offset() + 1) + ")");
        }
        throw CliError.usage("--" + flag + " must be a JSON object such as {\"a\": \"b\"}");
    }
}
