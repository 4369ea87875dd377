package llmrouter.protocol;

import llmrouter.chat.AnswerEvent;

/// Turns neutral events into one client's event stream. One stream, one owner.
public interface StreamWriter {
    /// The text for one event, possibly empty. `Failed` gives the format's error event and never a success terminal.
    String write(AnswerEvent event);

    /// What keeps the connection busy while nothing is to be said: a comment, or the format's ping once it has started.
    String heartbeat();
}
