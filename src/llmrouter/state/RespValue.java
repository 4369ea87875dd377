package llmrouter.state;

import java.util.List;

/// What a Redis server answers (RESP 2, redis.io "Redis serialization protocol specification").
sealed interface RespValue {
    /// A simple or a bulk string.
    record RespText(String text) implements RespValue {}

    record RespNumber(long number) implements RespValue {}

    record RespList(List<RespValue> items) implements RespValue {}

    record RespNil() implements RespValue {}

    /// @param text begins with a word in capitals, as in `NOSCRIPT No matching script.`
    record RespError(String text) implements RespValue {
        /// That word; nothing else of the text is sure to be free of what we sent.
        String code() {
            int end = 0;
            while (end < text.length() && text.charAt(end) >= 'A' && text.charAt(end) <= 'Z') end++;
            return end == 0 ? "an error" : text.substring(0, end);
        }
    }
}
