package llmrouter.cli.config;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Invocation;
import llmrouter.config.edit.compare.ConfigComparison;
import llmrouter.config.edit.compare.FieldChange;
import llmrouter.config.edit.compare.FieldChange.ChangeKind;
import llmrouter.config.edit.compare.LineDiff;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.json.JsonError;
import llmrouter.text.Printable;

/// What an operation tells about the change that it made, or would make with `--dry-run`: a headline, each field with
/// its old and its new value, what was added and what was removed. Keys appear only by their source.
final class ChangeReport {
    private final Invocation in;
    private final SavedChange<?> saved;
    private final List<FieldChange> changes;

    /// @param in which is told and how
    ChangeReport(Invocation in, SavedChange<?> saved) {
        this.in = in;
        this.saved = saved;
        this.changes = changes(saved.before(), saved.after());
    }

    private static List<FieldChange> changes(String before, String after) {
        try {
            return before.equals(after) ? List.of() : ConfigComparison.between(before, after);
        } catch (JsonError _) {
            return List.of(); // an undo may leave a broken text behind
        }
    }

    /// Whether the answer is to be JSON.
    boolean asJson() {
        return in.arguments().isOn("json");
    }

    /// Prints the JSON of an operation with what changed at its end.
    void print(Obj json) {
        Arr each = Json.array();
        for (FieldChange change : changes) each.add(change.json());
        json.put("changes", each).put("vanished", Json.strings(names(ChangeKind.REMOVED)));
        if (!json.has("diff")) json.put("diff", Json.strings(saved.dryRun() ? lines() : List.of()));
        in.print(json.put("dryRun", saved.dryRun()));
    }

    /// Prints what happened to the subject, then what changed.
    ///
    /// @param done    e.g. `added`
    /// @param subject e.g. `provider p`
    void print(String done, String subject) {
        headline(done, subject, "in");
        details(subject);
    }

    /// @param link between the subject and the file's name, e.g. `in`
    void headline(String done, String subject, String link) {
        String shown = Printable.of(subject);
        String rest = shown + " " + link + " " + saved.path();
        if (!saved.changed()) in.print("no change: " + shown + " in " + saved.path() + " is like that already");
        else if (saved.dryRun()) in.print("dry run, nothing was written: would have " + done + " " + rest);
        else in.print(done + " " + rest);
    }

    /// Prints every change but that the subject itself was added or removed; then, for a dry run, the lines of the
    /// file.
    void details(String subject) {
        for (FieldChange change : changes) {
            if (change.kind() == ChangeKind.ADDED || change.kind() == ChangeKind.REMOVED) continue;
            boolean own = change.owner().equals(subject);
            in.print("  " + (own ? change.brief() : change.describe()) + hint(change));
        }
        List<String> added = names(ChangeKind.ADDED, subject);
        List<String> removed = names(ChangeKind.REMOVED, subject);
        if (!added.isEmpty()) in.print("  added: " + Printable.of(String.join(", ", added)));
        if (!removed.isEmpty()) in.print("  removed: " + Printable.of(String.join(", ", removed)));
        diff();
    }

    /// Prints, for a dry run, the lines of the file that would change.
    void diff() {
        if (!saved.dryRun()) return;
        for (String line : lines()) in.print(line);
    }

    private String hint(FieldChange change) {
        boolean chosen = change.name().equals("defaultModel") && change.from() == null
            && !in.arguments().operation().name().equals("set-default-model");
        return chosen ? " (there was none; 'llm-router config set-default-model' sets another)" : "";
    }

    private List<String> lines() {
        return LineDiff.of(saved.before(), saved.after());
    }

    private List<String> names(ChangeKind kind) {
        return changes.stream().filter(change -> change.kind() == kind).map(FieldChange::name).distinct().toList();
    }

    private List<String> names(ChangeKind kind, String subject) {
        var names = new ArrayList<String>();
        for (FieldChange change : changes) {
            boolean self = change.owner().isEmpty() && subject.equals(change.part() + " " + change.name());
            if (change.kind() != kind || self || names.contains(change.name())) continue;
            names.add(change.owner().isEmpty() ? change.part() + " " + change.name() : change.name());
        }
        return names;
    }
}
