package llmrouter.protocol.history;

import llmrouter.chat.Reasoning.Effort;
import llmrouter.chat.Reasoning;

/// Follows the changes of effort in the course of a conversation (Anthropic, Effort per message). A change directly
/// behind a turn with new input of the user holds for the answer to that turn. Anywhere else it begins with the next
/// such turn. It lasts until the next change. Results of tools alone are no new input. One request, one owner.
public final class EffortChanges {
    private Effort present;
    private Effort coming;
    private boolean behindInput;

    /// A turn of the user or the assistant.
    ///
    /// @param newInput whether it is the user's, and holds more than results of tools
    public void turn(boolean newInput) {
        behindInput = newInput;
        if (!newInput || coming == null) return;
        present = coming;
        coming = null;
    }

    /// A change that stands here.
    public void change(Effort effort) {
        if (behindInput) present = effort;
        coming = behindInput ? null : effort;
    }

    /// A change that holds from here on, wherever it stands.
    public void changeNow(Effort effort) {
        present = effort;
        coming = null;
    }

    /// The wish of the whole request with the effort that holds for the answer.
    ///
    /// @param wish or null
    public Reasoning applied(Reasoning wish) {
        if (present == null) return wish;
        return wish == null ? Reasoning.of(present) : new Reasoning(wish.mode(), present, wish.budget(), wish.shown());
    }
}
