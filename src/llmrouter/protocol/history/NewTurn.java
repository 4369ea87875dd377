package llmrouter.protocol.history;

import java.util.function.IntPredicate;

/// Finds the new turn of a conversation. It is the last run of messages or items that are not the assistant's: what
/// stands before it is history, and what the assistant says behind it is the beginning of the answer.
public final class NewTurn {
    private NewTurn() {}

    /// The index of the first message of the new turn; `count` if the assistant says everything.
    ///
    /// @param assistants whether the assistant says the message at an index
    public static int begin(int count, IntPredicate assistants) {
        int end = count;
        while (end > 0 && assistants.test(end - 1)) end--;
        if (end == 0) return count;
        int begin = end;
        while (begin > 0 && !assistants.test(begin - 1)) begin--;
        return begin;
    }
}
