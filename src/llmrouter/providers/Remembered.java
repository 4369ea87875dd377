package llmrouter.providers;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Answers that are the same for every request and take a search to find, such as how the key is sent to an address.
/// The addresses of a configuration are few; when there are many, the others are searched for each time.
///
/// Threads may use it at the same time: they see one complete map or another, and what one of them does not see yet it
/// finds again.
///
/// @param <K> an address
/// @param <V> an answer, never null
final class Remembered<K, V> {
    private static final int MOST = 256;

    /// Immutable, and replaced as a whole.
    private Map<K, V> known = Map.of();
    private final Function<K, V> search;

    Remembered(Function<K, V> search) {
        this.search = search;
    }

    V of(K address) {
        Map<K, V> present = known;
        V answer = present.get(address);
        if (answer != null) return answer;
        answer = search.apply(address);
        if (present.size() < MOST) {
            var more = new HashMap<>(present);
            more.put(address, answer);
            known = Map.copyOf(more);
        }
        return answer;
    }
}
