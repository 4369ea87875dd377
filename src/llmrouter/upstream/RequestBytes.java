package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import llmrouter.json.JsonPieces;

/// The bytes of a request that goes to a provider. Parts of the client's request are the bytes that the client sent.
final class RequestBytes implements JsonPieces.Taker {
    /// A longer part is not copied, but for its first bytes, which go out with what stands before them.
    private static final int SHARED = 1 << 15;
    private static final int COPIED = 1 << 13;

    /// null if the content is one text
    private final SourceBytes source;
    private final String text;
    /// Of the text.
    private final byte[] made;
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private byte[] copied;
    private int count;
    /// Of what is copied, where the next buffer begins.
    private int begun;
    private int length;
    /// Whether a part of the source is sent without a copy.
    private boolean shares;

    /// @param text   that is not of the source
    private RequestBytes(SourceBytes source, String text, int expected) {
        this.source = source;
        this.text = text;
        this.made = text.getBytes(StandardCharsets.UTF_8);
        this.copied = new byte[expected];
    }

    /// Releases the bytes that the client sent: a request waits for its answer with its text alone.
    static RequestBytes of(JsonPieces content) {
        return of(content, SpareArrays.ALL);
    }

    /// @param spare takes the array of those bytes if no part of it is sent
    static RequestBytes of(JsonPieces content, SpareArrays spare) {
        if (!(content.origin() instanceof SourceBytes source) || source.isReleased()) {
            var bytes = new RequestBytes(null, content.text(), 0);
            bytes.add(ByteBuffer.wrap(bytes.made));
            return bytes;
        }
        var size = new Size();
        content.each(size);
        var bytes = new RequestBytes(source, content.made(), size.copied);
        content.each(bytes);
        bytes.endBuffer();
        source.release(bytes.shares ? null : spare);
        return bytes;
    }

    /// How many bytes will be copied, if all of them are ASCII.
    private static final class Size implements JsonPieces.Taker {
        private int copied;

        @Override
        public void made(int from, int to) {
            copied += to - from;
        }

        @Override
        public void kept(int from, int to) {
            copied += to - from < SHARED ? to - from : COPIED;
        }
    }

    int length() {
        return length;
    }

    /// All bytes in order, in few buffers.
    List<ByteBuffer> buffers() {
        return buffers;
    }

    @Override
    public void made(int from, int to) {
        if (made.length == text.length()) {
            copy(made, from, to - from);
        } else {
            byte[] bytes = text.substring(from, to).getBytes(StandardCharsets.UTF_8);
            copy(bytes, 0, bytes.length);
        }
    }

    @Override
    public void kept(int from, int to) {
        ByteBuffer part = source.part(from, to);
        int bytes = part.remaining();
        if (bytes < SHARED) {
            copy(part.array(), part.position(), bytes);
            return;
        }
        copy(part.array(), part.position(), COPIED);
        endBuffer();
        add(part.slice(part.position() + COPIED, bytes - COPIED));
        shares = true;
    }

    private void copy(byte[] from, int at, int bytes) {
        if (bytes > copied.length - count) copied = Arrays.copyOf(copied, Math.max(2 * count, count + bytes));
        System.arraycopy(from, at, copied, count, bytes);
        count += bytes;
    }

    /// What is copied so far becomes a buffer; the array has room for the rest.
    private void endBuffer() {
        if (count > begun) add(ByteBuffer.wrap(copied, begun, count - begun).slice());
        begun = count;
    }

    private void add(ByteBuffer bytes) {
        buffers.add(bytes);
        length += bytes.remaining();
    }
}
