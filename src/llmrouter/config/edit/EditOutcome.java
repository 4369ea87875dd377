package llmrouter.config.edit;

import java.util.List;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.Finding;
import llmrouter.config.edit.input.InputFinding;

/// What a change of a configuration leads to. Only [Edited] has a text to save.
///
/// @param <R> what the change reports when it succeeds
public sealed interface EditOutcome<R> {
    /// A new text. It may still have problems, but only ones that the old text had too.
    ///
    /// @param text   to save
    /// @param before what the old text means
    /// @param after  what the new text means
    record Edited<R>(String text, ConfigOutcome before, ConfigOutcome after, R result) implements EditOutcome<R> {}

    /// The text already says what the change wants.
    ///
    /// @param reading what the text means
    record Unchanged<R>(ConfigOutcome reading, R result) implements EditOutcome<R> {}

    /// The new text would have problems that the old one does not have.
    ///
    /// @param problems at least one; their lines are those of the new text, which is not in a file
    record Wrong<R>(List<Finding> problems) implements EditOutcome<R> {}

    /// The text has a newer schema version than this program understands.
    record Newer<R>(Finding problem) implements EditOutcome<R> {}

    /// The text is not JSON, or is so unlike a configuration that the change has no place in it.
    record Unusable<R>(Finding problem) implements EditOutcome<R> {}

    /// What the user entered cannot be used.
    record Refused<R>(InputFinding problem) implements EditOutcome<R> {}
}
