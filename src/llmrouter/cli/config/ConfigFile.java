package llmrouter.cli.config;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.Finding;
import llmrouter.config.edit.ConfigChange;
import llmrouter.config.edit.ConfigOperation;
import llmrouter.config.edit.EditOutcome;
import llmrouter.config.edit.EditOutcome.Edited;
import llmrouter.config.edit.EditOutcome.Newer;
import llmrouter.config.edit.EditOutcome.Refused;
import llmrouter.config.edit.EditOutcome.Unchanged;
import llmrouter.config.edit.EditOutcome.Unusable;
import llmrouter.config.edit.EditOutcome.Wrong;
import llmrouter.files.ConfigStore;
import llmrouter.files.ConfigText;
import llmrouter.files.FileError;
import llmrouter.files.SavedFile;
import llmrouter.text.Text;

/// The configuration file of a command: reads it, previews changes, and saves them while it holds the file's lock.
final class ConfigFile {
    private ConfigFile() {}

    /// Reads the file and prints warnings about the file itself, e.g. that other users can read it.
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

    /// What a change would lead to, without saving anything.
    static <R> EditOutcome<R> preview(ConfigText file, ConfigChange<R> change) {
        return ConfigOperation.apply(file.text() == null ? "" : file.text(), file.path().toString(), change);
    }

    /// Makes a change and saves the file.
    /// @throws CliError the change was refused, or the file cannot be written; nothing was saved
    static <R> SavedChange<R> save(Invocation in, ConfigChange<R> change) {
        return save(in, change, null);
    }

    /// Makes a change and saves the file.
    ///
    /// @param copyAt for the name of a copy of the old file, or null for no copy
    /// @throws CliError the change was refused, or the file cannot be written; nothing was saved
    static <R> SavedChange<R> save(Invocation in, ConfigChange<R> change, Instant copyAt) {
        ConfigStore store = ConfigStore.at(in.configFile());
        try {
            var attempt = new Attempt<>(store.read(), change);
            result(attempt.outcome);
            SavedFile file = store.edit(attempt, copyAt);
            KeyWarnings.say(in, attempt.read, reading(attempt.outcome));
            var saved = new SavedChange<>(store.path().toString(), file, result(attempt.outcome),
                reading(attempt.outcome), ChangeTakers.ask(in, store.path()));
            if (saved.reading() instanceof InvalidConfig(List<Finding> problems, _)) {
                String begin = file.changed() ? "saved, but these mistakes" : "these mistakes";
                in.say("warning: " + begin + " were there before and remain:" + lines(problems));
            }
            return saved;
        } catch (FileError e) {
            throw CliError.failed(e.getMessage());
        }
    }

    /// One change of the text. It is made before the file is locked, so that a change that is refused leaves no trace
    /// on the disk. It is made again under the lock only if the text has changed in between.
    private static final class Attempt<R> implements UnaryOperator<String> {
        private final String file;
        private final ConfigChange<R> change;
        private final String read;
        private EditOutcome<R> outcome;

        Attempt(ConfigText now, ConfigChange<R> change) {
            this.file = now.path().toString();
            this.change = change;
            this.read = now.text() == null ? "" : now.text();
            this.outcome = ConfigOperation.apply(read, file, change);
        }

        @Override
        public String apply(String before) {
            if (!before.equals(read)) outcome = ConfigOperation.apply(before, file, change);
            return outcome instanceof Edited<R> edited ? edited.text() : before;
        }
    }

    /// What a change reports.
    /// @throws CliError the change was refused, with the reason
    static <R> R result(EditOutcome<R> outcome) {
        return switch (outcome) {
            case Edited<R> edited -> edited.result();
            case Unchanged<R> unchanged -> unchanged.result();
            case Wrong<R> wrong -> throw CliError.usage("nothing was saved, because the configuration would be wrong:"
                + lines(wrong.problems()));
            case Newer<R> newer -> throw CliError.usage(newer.problem().describe());
            case Unusable<R> unusable -> throw CliError.usage(unusable.problem().describe());
            case Refused<R> refused -> throw CliError.usage(refused.problem().describe(FlagNames.FLAGS));
        };
    }

    private static <R> ConfigOutcome reading(EditOutcome<R> outcome) {
        return switch (outcome) {
            case Edited<R> edited -> edited.after();
            case Unchanged<R> unchanged -> unchanged.reading();
            case Wrong<R> _, Newer<R> _, Unusable<R> _, Refused<R> _ -> null;
        };
    }

    /// Problems without their line, because no file has that line.
    private static String lines(List<Finding> problems) {
        var out = new Text();
        for (Finding p : problems) {
            out.add("\n  ").add(p.path()).add(p.path().isEmpty() ? "" : ": ").add(p.what()).add("; ").add(p.fix());
        }
        return out.take();
    }
}
