package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import llmrouter.json.JsonPieces;

/// The bytes of a request that goes to a provider. Parts of the client's request are the bytes that the client sent.
final class RequestBytes implements JsonPieces.Taker {
    private final SourceBytes source;
    private final List<ByteBuffer> pieces = new ArrayList<>();
    private int length;

    private RequestBytes(SourceBytes source) {
        this.source = source;
    }

    static byte[] of(JsonPieces content) {
        if (!(content.origin() instanceof SourceBytes source)) return content.text().getBytes(StandardCharsets.UTF_8);
        var bytes = new RequestBytes(source);
        content.each(bytes);
        return bytes.joined();
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

    private byte[] joined() {
        var all = ByteBuffer.allocate(length);
        pieces.forEach(all::put);
        return all.array();
    }
}
