package llmrouter.cli.config;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.edit.ConfigOperation;
import llmrouter.config.edit.EditOutcome;
import llmrouter.config.edit.EditOutcome.Edited;
import llmrouter.config.edit.compare.ConfigComparison;
import llmrouter.config.edit.compare.FieldChange;
import llmrouter.config.edit.compare.LineDiff;
import llmrouter.files.ConfigStore;
import llmrouter.files.FileError;
import llmrouter.files.KeptCopy;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.JsonError;
import llmrouter.report.LocalTime;

/// `config history` and `config undo`: the kept copies of the file, and the way back to one of them. The version that
/// an undo replaces is kept like any other, so the next `undo` takes it back.
final class History {
    /// More differences than these are counted only.
    private static final int MOST_SHOWN = 3;

    private History() {}

    static int list(Invocation in) {
        ConfigStore store = ConfigStore.at(in.configFile());
        String now = ConfigFile.read(in).text();
        List<KeptCopy> copies = copies(store);
        Arr json = Json.array();
        var lines = new ArrayList<String>();
        String newer = now == null ? "" : now;
        for (KeptCopy copy : copies) {
            List<String> changes = changes(copy.text(), newer);
            json.add(Json.object().put("number", copy.number()).put("time", LocalTime.iso(copy.at()))
                .put("file", copy.file().toString()).put("then", Json.strings(changes)));
            lines.add(copy.number() + "  " + LocalTime.of(copy.at()) + "  then " + line(changes));
            newer = copy.text();
        }
        if (in.arguments().isOn("json")) {
            in.print(Json.object().put("operation", "history").put("config", store.path().toString())
                .put("copies", json));
            return ExitCode.DONE;
        }
        in.print(copies.isEmpty() ? "there are no kept copies of " + store.path()
            : "kept copies of " + store.path() + ", the newest first, and what was changed then:");
        for (String line : lines) in.print(line);
        if (!copies.isEmpty()) in.print("'llm-router config undo N' goes back to copy N");
        return ExitCode.DONE;
    }

    static int undo(Invocation in) {
        int number = number(in);
        ConfigStore store = ConfigStore.at(in.configFile());
        var saved = ConfigFile.save(in, store, now -> restore(in, store, number, now), null);
        var report = new ChangeReport(in, saved);
        if (report.asJson()) {
            report.print(saved.json("undo").put("copy", number)
                .put("diff", Json.strings(LineDiff.of(saved.before(), saved.after()))));
            return ExitCode.DONE;
        }
        report.headline("gone back to copy " + number, "of the configuration", "in");
        report.details("");
        if (saved.dryRun() || !saved.changed()) return ExitCode.DONE;
        for (String line : LineDiff.of(saved.before(), saved.after())) in.print(line);
        String back = wayBack(saved);
        if (back != null) in.print("'llm-router config undo" + back + "' takes this back");
        return ExitCode.DONE;
    }

    private static EditOutcome<Boolean> restore(Invocation in, ConfigStore store, int number, String now) {
        List<KeptCopy> copies = copies(store);
        if (copies.isEmpty()) throw CliError.usage("there is no kept copy of " + store.path() + " to go back to");
        if (number > copies.size()) {
            throw CliError.usage("there is no copy " + number + "; 'llm-router config history' lists "
                + (copies.size() == 1 ? "the only one" : "copies 1 to " + copies.size()));
        }
        return ConfigOperation.restore(now, store.path().toString(), copies.get(number - 1).text(),
            in.arguments().isOn("yes"));
    }

    /// What must follow `undo` to put the version back that was replaced. Null if `undo` would refuse that version,
    /// e.g. because it has mistakes, or if there is no copy of it.
    private static String wayBack(SavedChange<?> saved) {
        if (saved.file().backup() == null) return null;
        for (boolean confirmed : new boolean[] {false, true}) {
            var back = ConfigOperation.restore(saved.after(), saved.path(), saved.before(), confirmed);
            if (back instanceof Edited<?>) return confirmed ? " --yes" : "";
        }
        return null;
    }

    private static int number(Invocation in) {
        String word = Given.of(in).text(0, "copy");
        if (word == null) return 1;
        boolean digit = word.length() == 1 && word.charAt(0) >= '1' && word.charAt(0) <= '9';
        if (digit) return word.charAt(0) - '0';
        throw CliError.usage("'" + word + "' is not the number of a copy; 'llm-router config history' lists them");
    }

    private static List<KeptCopy> copies(ConfigStore store) {
        try {
            return store.copies();
        } catch (FileError e) {
            throw CliError.failed(e.getMessage());
        }
    }

    private static List<String> changes(String before, String after) {
        try {
            return ConfigComparison.between(before, after).stream().map(FieldChange::describe).toList();
        } catch (JsonError _) {
            return List.of("one of both texts is not JSON");
        }
    }

    private static String line(List<String> changes) {
        if (changes.isEmpty()) return "only the layout changed";
        if (changes.size() <= MOST_SHOWN) return String.join("; ", changes);
        return String.join("; ", changes.subList(0, MOST_SHOWN)) + "; and " + (changes.size() - MOST_SHOWN) + " more";
    }
}
