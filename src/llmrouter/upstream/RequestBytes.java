package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import llmrouter.json.JsonPieces;

/// The bytes of a request that goes to a provider. Parts of the client's request are the bytes that the client sent.
final class RequestBytes implements JsonPieces.Taker {
    /// A longer piece is not copied, but for its first bytes, which go out with what stands before them.
    private static final int SHARED = 1 << 15;
    private static final int COPIED = 1 << 13;

    /// null if the content is one text
    private final SourceBytes source;
    private final List<ByteBuffer> pieces = new ArrayList<>();
    private int length;

    private RequestBytes(SourceBytes source) {
        this.source = source;
    }

    static RequestBytes of(JsonPieces content) {
        var bytes = new RequestBytes(content.origin() instanceof SourceBytes source ? source : null);
        if (bytes.source == null) bytes.made(content.text());
        else content.each(bytes);
        return bytes;
    }

    int length() {
        return length;
    }

    /// All bytes in order, in few buffers. Only short pieces are copied, each of a long text with what follows it.
    List<ByteBuffer> buffers() {
        var buffers = new ArrayList<ByteBuffer>();
        var few = new ArrayList<ByteBuffer>();
        for (ByteBuffer piece : pieces) {
            boolean shared = piece.remaining() >= SHARED;
            few.add(shared ? piece.slice(piece.position(), COPIED) : piece);
            if (!shared) continue;
            buffers.add(joined(few));
            buffers.add(piece.slice(piece.position() + COPIED, piece.remaining() - COPIED));
            few.clear();
        }
        if (!few.isEmpty() || buffers.isEmpty()) buffers.add(few.size() == 1 ? few.getFirst() : joined(few));
        return buffers;
    }

    @Override
    public void made(String text) {
        add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void kept(int from, int to) {
        add(source.part(from, to));
    }

    private void add(ByteBuffer piece) {
        pieces.add(piece);
        length += piece.remaining();
    }

    private static ByteBuffer joined(List<ByteBuffer> pieces) {
        int length = 0;
        for (ByteBuffer piece : pieces) length += piece.remaining();
        var all = ByteBuffer.allocate(length);
        for (ByteBuffer piece : pieces) all.put(piece.duplicate());
        return all.flip();
    }
}
