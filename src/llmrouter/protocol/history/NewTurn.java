package llmrouter.protocol.history;

import java.util.function.IntPredicate;

/// Finds the new turn of a conversation. It is the last run of messages or items that are not the assistant's: what
/// stands before it is history, and what the assistant says behind it is the beginning of the answer. A message of an
/// unknown role counts as the assistant's, unless it is the last of all.
public final class NewTurn {
    private NewTurn() {}

    /// The index of the first message of the new turn; `count` if the assistant says everything.
    ///
    /// @param assistants whether the assistant says the message at an index
    /// @param unknown    whether its role is unknown
    public static int begin(int count, IntPredicate assistants, IntPredicate unknown) {
        IntPredicate outside = assistants.or(i -> i < count - 1 && unknown.test(i));
        int end = count;
        while (end > 0 && outside.test(end - 1)) end--;
        if (end == 0) return count;
        int begin = end;
        while (begin > 0 && !outside.test(begin - 1)) begin--;
        return begin;
    }
}
