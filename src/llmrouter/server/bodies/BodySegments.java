package llmrouter.server.bodies;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import llmrouter.codings.ByteSink;
import llmrouter.upstream.SourceBytes;
import llmrouter.upstream.SpareArrays;

/// A body in pieces: a large one grows without being copied, so that what it takes is what it holds. Each piece is
/// counted before it is made. One owner.
final class BodySegments implements ByteSink {
    private static final int SEGMENT = 1 << 16;
    /// An array for a shorter body is made as fast as a spare one is found.
    private static final int LEAST_SPARE = 1 << 14;
    private static final int FIRST = 1 << 13;
    /// A longer body stays in segments until all of it is here.
    private static final int LARGE = 2 << 20;

    private final HeldBody held;
    private final int limit;
    /// of the body, or -1 if that is not known
    private final long declared;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = {};
    private int used;
    private int count;
    /// Looked at when bytes come: then they are in the processor's cache.
    private boolean ascii = true;
    private long beside;

    BodySegments(HeldBody held, long declared) {
        this.held = held;
        this.limit = held.room().limit();
        this.declared = declared;
    }

    /// Reads to the very end: the server counts a request as read only then.
    void readAll(InputStream in) throws IOException {
        while (true) {
            if (used == last.length && count == declared) {
                if (in.read() >= 0) throw held.room().tooLarge();
                return;
            }
            if (used == last.length) addSegment();
            int n = in.read(last, used, last.length - used);
            if (n < 0) return;
            if (n > limit - count) throw held.room().tooLarge();
            came(n);
        }
    }

    /// So many bytes are in the last segment now, behind the others.
    private void came(int bytes) {
        ascii = ascii && SourceBytes.areAscii(last, used, used + bytes);
        used += bytes;
        count += bytes;
    }

    private void addSegment() {
        if (used > 0 && declared > count && declared <= LARGE) {
            grow((int) declared);
            return;
        }
        if (count == 0 && declared > LEAST_SPARE && declared <= SpareArrays.LENGTH && takeSpare()) return;
        int length = (int) (declared >= 0 ? Math.min(SEGMENT, declared - count)
            : Math.clamp(count, FIRST, SEGMENT));
        if (length <= 0) length = FIRST;
        held.receives(count + beside + length);
        if (used > 0) full.add(last);
        last = new byte[length];
        used = 0;
    }

    /// A spare array counts from now on. If there is no memory for it, the collector gets it: that frees some.
    private boolean takeSpare() {
        byte[] spare = SpareArrays.ALL.take();
        if (spare == null) return false;
        held.receives(SpareArrays.LENGTH);
        last = spare;
        return true;
    }

    /// What has come is the only segment, which becomes longer: a body of usual size is in one array of its size, and
    /// was copied once at most. A length that is only claimed counts in full, and more than a small body may take.
    private void grow(int length) {
        int room = Math.max(length, SpareArrays.LENGTH); // it can be used again
        held.receives((long) count + room);
        last = Arrays.copyOf(last, room);
    }

    @Override
    public void take(byte[] bytes, int from, int to) {
        if (to - from > limit - count) throw held.room().tooLarge();
        int at = from;
        while (at < to) {
            if (used == last.length) addSegment();
            int n = Math.min(to - at, last.length - used);
            System.arraycopy(bytes, at, last, used, n);
            came(n);
            at += n;
        }
    }

    /// Counts so many bytes that the body's decoder keeps.
    void beside(long bytes) {
        if (bytes <= beside) return;
        beside = bytes;
        held.receives(count + beside + last.length - used);
    }

    @Override
    public void finish() {}

    int count() {
        return count;
    }

    /// Whether all bytes so far are ASCII.
    boolean areAscii() {
        return ascii;
    }

    /// All bytes in one array; it may be longer than [#count]. The segments are gone after that.
    byte[] joined() {
        if (full.isEmpty()) return last;
        var all = new byte[count];
        int at = 0;
        full.add(last);
        for (int i = 0; i < full.size(); i++) {
            byte[] segment = full.set(i, null);
            int n = Math.min(segment.length, count - at);
            System.arraycopy(segment, 0, all, at, n);
            at += n;
        }
        full.clear();
        last = new byte[0];
        used = 0;
        return all;
    }
}
