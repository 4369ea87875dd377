package llmrouter.state.redis;

import java.util.List;
import java.util.Set;

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
        /// The word alone: the rest of the text may repeat what was sent, such as a password. So may an unknown word.
        String code() {
            int end = 0;
            while (end < text.length() && text.charAt(end) >= 'A' && text.charAt(end) <= 'Z') end++;
            String code = text.substring(0, end);
            return CODES.contains(code) ? code : "an error";
        }
    }

    /// The codes of Redis and Valkey.
    Set<String> CODES = Set.of("ASK", "BUSY", "BUSYGROUP", "BUSYKEY", "CLUSTERDOWN", "CROSSSLOT", "DENIED", "ERR",
        "EXECABORT", "INPROG", "LOADING", "MASTERDOWN", "MISCONF", "MOVED", "NOAUTH", "NOPERM", "NOPROTO",
        "NOREPLICAS", "NOSCRIPT", "NOTBUSY", "OOM", "READONLY", "TRYAGAIN", "UNKILLABLE", "WRONGPASS", "WRONGTYPE");
}
