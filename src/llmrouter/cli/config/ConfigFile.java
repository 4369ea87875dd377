package llmrouter.cli.config;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.cli.config.SavedChange.Texts;
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
import llmrouter.text.Printable;
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

    /// At a terminal: finds what is wrong with a change before the user is asked for a key that belongs to it.
    ///
    /// @param change the change without the key, or with another key in its place
    /// @throws CliError the change would be refused
    static void checkBeforeAsking(Invocation in, ConfigChange<?> change) {
        if (!in.terminal()) return;
        try {
            result(preview(ConfigStore.at(in.configFile()).read(), change));
        } catch (FileError e) {
            throw CliError.failed(e.getMessage());
        }
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
        return save(in, store, text -> ConfigOperation.apply(text, store.path().toString(), change), copyAt);
    }

    /// The change of a whole text. It is made before the file is locked, so that a change that is refused leaves no
    /// trace on the disk. It is made again under the lock only if the text has changed in between.
    @FunctionalInterface
    interface TextChange<R> {
        EditOutcome<R> of(String before);
    }

    /// Makes a change of the whole text and saves the file.
    /// @throws CliError the change was refused, or the file cannot be written; nothing was saved
    static <R> SavedChange<R> save(Invocation in, ConfigStore store, TextChange<R> change, Instant copyAt) {
        try {
            var attempt = new Attempt<>(store.read().text(), change);
            result(attempt.outcome);
            boolean dryRun = in.arguments().isOn("dry-run");
            SavedFile file = dryRun ? new SavedFile(store.path(), !attempt.after.equals(attempt.before), null, null,
                    List.of())
                : store.edit(attempt, copyAt);
            ConfigOutcome reading = reading(attempt.outcome);
            file.notes().forEach(in::say);
            KeyWarnings.say(in, attempt.before, reading);
            warn(in, attempt.outcome, file.changed() && !dryRun);
            String access = KeyLoss.access(attempt.before, reading);
            if (access != null && !dryRun) in.say("warning: " + access);
            UnlistedModels.warn(in, store.path(), attempt.before, reading);
            var takers = dryRun ? ChangeTakers.none()
                : ChangeTakers.ask(in, store.path(), KeyLoss.confirmed(in, attempt.after, reading));
            return new SavedChange<>(store.path().toString(), file, result(attempt.outcome), reading,
                new Texts(attempt.before, attempt.after), dryRun, access, takers);
        } catch (FileError e) {
            throw CliError.failed(e.getMessage());
        }
    }

    /// Tells the warnings that the change led to, and the mistakes that it left.
    private static void warn(Invocation in, EditOutcome<?> outcome, boolean written) {
        ConfigOutcome now = reading(outcome);
        if (now instanceof InvalidConfig(List<Finding> problems, _)) {
            String begin = written ? "saved, but these mistakes" : "these mistakes";
            in.say("warning: " + begin + " were there before and remain:" + lines(problems));
        }
        if (!(outcome instanceof Edited<?> edited)) return;
        var known = new ArrayList<String>();
        for (Finding old : edited.before().warnings()) known.add(old.what());
        for (Finding warning : now.warnings()) {
            if (!known.remove(warning.what())) {
                in.say(Printable.of("warning: " + warning.path() + ": " + warning.what() + "; " + warning.fix()));
            }
        }
    }

    /// One change of the text, as it was made last.
    private static final class Attempt<R> implements UnaryOperator<String> {
        private final TextChange<R> change;
        private String before;
        private String after;
        private EditOutcome<R> outcome;

        /// @param now the file's text, or null if there is no file
        Attempt(String now, TextChange<R> change) {
            this.change = change;
            apply(now == null ? "" : now);
        }

        @Override
        public String apply(String text) {
            if (text.equals(before)) return after;
            before = text;
            outcome = change.of(text);
            after = outcome instanceof Edited<R> edited ? edited.text() : text;
            return after;
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
