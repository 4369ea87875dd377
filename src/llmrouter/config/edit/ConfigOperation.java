package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Finding;
import llmrouter.config.edit.EditOutcome.Edited;
import llmrouter.config.edit.EditOutcome.Newer;
import llmrouter.config.edit.EditOutcome.Refused;
import llmrouter.config.edit.EditOutcome.Unchanged;
import llmrouter.config.edit.EditOutcome.Unusable;
import llmrouter.config.edit.EditOutcome.Wrong;
import llmrouter.config.edit.input.RefusedInput;
import llmrouter.config.edit.input.InputFinding;
import llmrouter.config.read.ConfigReader;
import llmrouter.json.JsonError;
import llmrouter.text.Text;

/// Carries out a change of a configuration: old text in, new text or the reason against it out. The same call
/// previews a change, because nothing is written here. The old text is read and checked once, and so is the new one.
///
/// A change must not add problems, but old problems may remain: the change may be one step of a repair.
public final class ConfigOperation {
    private ConfigOperation() {}

    /// Reads a text and says what it means; see [ConfigReader#read].
    @FunctionalInterface
    interface TextReader {
        ConfigOutcome read(String text, String file);
    }

    /// @param before the text to change; empty if there is no file yet
    /// @param file   how messages name the file
    public static <R> EditOutcome<R> apply(String before, String file, ConfigChange<R> change) {
        return apply(before, file, change, ConfigReader::read);
    }

    static <R> EditOutcome<R> apply(String before, String file, ConfigChange<R> change, TextReader reader) {
        ConfigOutcome old = reader.read(before, file);
        try {
            var draft = ConfigDraft.of(before);
            if (old instanceof InvalidConfig(List<Finding> problems, _) && draft.version() > ConfigReader.VERSION) {
                return new Newer<>(problems.getFirst());
            }
            R result = change.applyTo(draft, old);
            String after = draft.text();
            if (after.equals(before)) return new Unchanged<>(old, result);
            ConfigOutcome now = reader.read(after, file);
            List<Finding> added = newProblems(old, now);
            return added.isEmpty() ? new Edited<>(after, old, now, result) : new Wrong<>(added);
        } catch (JsonError e) {
            String fix = "correct the file first, nothing was saved";
            return new Unusable<>(new Finding(file, e.line(), e.column(), "", e.getMessage(), fix));
        } catch (RefusedInput e) {
            return new Refused<>(e.finding());
        }
    }

    /// Puts an earlier text in the place of the present one, whatever that holds.
    ///
    /// @param before    the present text
    /// @param file      how messages name the file
    /// @param earlier   the text to go back to
    /// @param confirmed whether clients may be left without any key where they have one now
    public static EditOutcome<Boolean> restore(String before, String file, String earlier, boolean confirmed) {
        ConfigOutcome old = ConfigReader.read(before, file);
        if (earlier.equals(before)) return new Unchanged<>(old, false);
        ConfigOutcome now = ConfigReader.read(earlier, file);
        boolean opens = mayHaveKey(before, old) && now instanceof ValidConfig past && !past.config().hasClientKey();
        if (opens && !confirmed) {
            return new Refused<>(new InputFinding("yes", names -> "that version has no key for clients, so nothing was "
                + "changed: a gateway that runs would refuse every request, and one that is started then answers every "
                + "program that can reach it without a key; give " + names.field("yes")
                + " if that is what you want"));
        }
        List<Finding> added = newProblems(old, now);
        return added.isEmpty() ? new Edited<>(earlier, old, now, true) : new Wrong<>(added);
    }

    /// Whether clients have a key. A text with mistakes counts as one with a key if it names one.
    private static boolean mayHaveKey(String text, ConfigOutcome reading) {
        if (reading instanceof ValidConfig valid) return valid.config().hasClientKey();
        return text.contains("masterKey");
    }

    /// What is wrong after a change that was not wrong before it.
    static List<Finding> newProblems(ConfigOutcome before, ConfigOutcome after) {
        var known = new ArrayList<String>();
        for (Finding old : problems(before)) known.add(kind(old));
        var added = new ArrayList<Finding>();
        for (Finding problem : problems(after)) {
            if (!known.remove(kind(problem))) added.add(problem);
        }
        return added;
    }

    private static List<Finding> problems(ConfigOutcome reading) {
        return reading instanceof InvalidConfig invalid ? invalid.problems() : List.of();
    }

    /// What makes a problem the same one before and after a change: its place without list indices, which the change
    /// may have moved, and its words.
    private static String kind(Finding problem) {
        var kind = new Text(80);
        boolean index = false;
        for (char c : problem.path().toCharArray()) {
            if (!index || c == ']') kind.add(c);
            index = c == '[' || index && c != ']';
        }
        return kind.add('\n').add(problem.what()).take();
    }
}
