package llmrouter.protocol;

import llmrouter.chat.AnswerEvent;
import llmrouter.text.Text;

/// Turns neutral events into one client's event stream. One stream, one owner.
public interface StreamWriter {
    /// Appends the text for one event, possibly nothing. `Failed` gives the format's error event, and never an event
    /// that means success.
    void write(AnswerEvent event, Text out);

    /// The text for one event by itself.
    default String write(AnswerEvent event) {
        var out = new Text();
        write(event, out);
        return out.take();
    }

    /// How many characters it keeps of what it has written.
    default long held() {
        return 0;
    }
}
