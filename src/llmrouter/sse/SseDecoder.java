package llmrouter.sse;

import java.util.ArrayList;
import java.util.List;

/// Cuts an event stream into blocks, whatever the fragments it is fed. Line ends may be LF, CR or CR LF, also cut in the middle;
/// one leading byte-order mark is skipped. One stream, one owner.
public final class SseDecoder {
    private final int limit;

    /// @param limit characters that one block may have; a longer one makes `feed` fail
    public SseDecoder(int limit) {
        this.limit = limit;
    }

    /// Takes the next fragment and returns the blocks it completed, in order.
    /// @throws SseOverflow a block passed the limit
    public List<SseEvent> feed(String fragment) {
        return new ArrayList<>();
    }

    /// The stream is over: a last block without its blank line, if its data looks whole, else nothing. Unlike a browser, which
    /// discards it (§9.2.6), a gateway must not lose the last event of a provider that forgets the blank line.
    public List<SseEvent> end() {
        return List.of();
    }
}
