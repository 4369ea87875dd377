package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/// Gives the body of a request to the HTTP client in pieces that share its arrays. The JDK's own publisher copies each
/// piece first. A piece is what one write to the socket can take: the JDK copies what it writes out of the heap, and
/// would copy the rest of a large body again for each write.
///
/// The client asks on any thread, also from within `onNext`; one request is answered at a time.
final class BodyPieces implements Flow.Subscription {
    private static final int PIECE = 1 << 16;

    private final Flow.Subscriber<? super ByteBuffer> client;
    private final AtomicLong wanted = new AtomicLong();
    /// Null when the last piece is given: the client holds the subscription for longer.
    private volatile List<ByteBuffer> body;
    private int index;
    private int at;

    private BodyPieces(List<ByteBuffer> body, Flow.Subscriber<? super ByteBuffer> client) {
        this.body = body;
        this.client = client;
    }

    /// @param body one buffer or more, not to be changed any more
    static void give(List<ByteBuffer> body, Flow.Subscriber<? super ByteBuffer> client) {
        client.onSubscribe(new BodyPieces(body, client));
    }

    @Override
    public void request(long pieces) {
        if (pieces <= 0) {
            fail(pieces);
            return;
        }
        if (wanted.getAndAdd(pieces) > 0) return; // the loop below is running and serves these too
        do next();
        while (body != null && wanted.decrementAndGet() > 0);
    }

    private void fail(long pieces) {
        if (body == null) return;
        body = null;
        client.onError(new IllegalArgumentException(pieces + " pieces were asked for"));
    }

    private void next() {
        List<ByteBuffer> buffers = body;
        if (buffers == null) return;
        ByteBuffer buffer = buffers.get(index);
        int from = at;
        int length = Math.min(buffer.remaining() - from, PIECE);
        at = from + length;
        if (at == buffer.remaining()) {
            index++;
            at = 0;
        }
        boolean last = index == buffers.size();
        if (last) body = null;
        client.onNext(buffer.slice(buffer.position() + from, length));
        if (last) client.onComplete();
    }

    @Override
    public void cancel() {
        body = null;
    }
}
