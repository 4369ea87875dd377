package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import llmrouter.codings.CodingException;
import llmrouter.json.JsonCount;
import llmrouter.memory.HeldBytes;

/// Gathers the body of an answer as one text, within a limit. All that it holds is counted before it is held. The
/// pieces are kept as they come and put together once, so that the text is not copied again and again while it grows.
/// One body, one owner.
public final class BodyCollector {
    private static final int LEAST = 1 << 14;
    private static final int STEP = 1 << 16;
    /// The pieces, and the text they become.
    private static final int GATHERED = 2;
    /// What becomes of the whole text: itself, the text for the client and its bytes, and a copy on the way.
    private static final int WORKED_ON = 4;
    /// What a tree of the text, and the tree that is made of it, take for each of its values, in bytes.
    private static final int PER_VALUE = 192;

    private final BodyText text;
    private final HeldBytes held;
    private final int limit;
    private final List<String> pieces = new ArrayList<>();
    private long length;

    /// @param verbatim         one character per byte
    /// @param contentEncodings the values of the body's `content-encoding` fields
    /// @param held             counts the memory that is taken; its owner closes it
    /// @param limit            characters
    public BodyCollector(boolean verbatim, List<String> contentEncodings, HeldBytes held, int limit) {
        this.text = new BodyText(verbatim, contentEncodings, this::holds);
        this.held = held;
        this.limit = limit;
    }

    /// Takes the next bytes.
    ///
    /// @return false if the body is longer than the limit; the rest of it is not taken then
    /// @throws CodingException the body cannot be decompressed
    /// @throws llmrouter.memory.HeapShareFull there is no memory for it
    public boolean add(List<ByteBuffer> buffers) throws CodingException {
        text.take(buffers);
        while (text.hasMore()) {
            keep(text.next());
            if (length > limit) return false;
        }
        return true;
    }

    private void keep(String piece) {
        if (piece.isEmpty()) return;
        length += piece.length();
        holds(0);
        pieces.add(piece);
    }

    private void holds(long besides) {
        hold(GATHERED * bytes() + besides);
    }

    private void hold(long bytes) {
        if (bytes > held.bytes()) held.set(bytes <= LEAST ? LEAST : (bytes + STEP - 1) / STEP * STEP);
    }

    /// Of the text.
    private long bytes() {
        return text.isWide() ? 2 * length : length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /// What has come, at most as long as the limit.
    public String front() {
        String front = joined();
        return front.length() > limit ? front.substring(0, limit) : front;
    }

    /// The whole body, after its last bytes. What is made of it is counted too.
    /// @throws CodingException the compressed body is incomplete
    /// @throws llmrouter.memory.HeapShareFull there is no memory for it
    public String end() throws CodingException {
        keep(text.end());
        String whole = joined();
        hold(WORKED_ON * bytes() + (long) PER_VALUE * JsonCount.most(whole));
        return whole;
    }

    private String joined() {
        String whole = pieces.size() == 1 ? pieces.getFirst() : String.join("", pieces);
        pieces.clear();
        pieces.add(whole);
        return whole;
    }
}
