package llmrouter.protocol;

import llmrouter.chat.AnswerEvent;

/// Turns neutral events into one client's event stream. One stream, one owner.
public interface StreamWriter {
    /// The text for one event, possibly empty. `Failed` gives the format's error event, and never an event that means
    /// success.
    String write(AnswerEvent event);

    /// How many characters it keeps of what it has written.
    default long held() {
        return 0;
    }
}
