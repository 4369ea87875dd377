package llmrouter.state.redis;

import java.util.List;

/// A reply of a Redis server (RESP 2, redis.io "Redis serialization protocol specification").
sealed interface RespValue {
    /// A simple or a bulk string.
    record RespText(String text) implements RespValue {}

    record RespNumber(long number) implements RespValue {}

    record RespList(List<RespValue> items) implements RespValue {}

    record RespNil() implements RespValue {}

    /// An error reply.
    ///
    /// @param text begins with a word in capitals, as in `NOSCRIPT No matching script.`
    record RespError(String text) implements RespValue {
        /// The word alone: the rest of the text may repeat what was sent, such as a password.
        String code() {
            int end = 0;
            while (end < text.length() && text.charAt(end) >= 'A' && text.charAt(end) <= 'Z') end++;
            return end == 0 ? "an error" : text.substring(0, end);
        }
    }
}
