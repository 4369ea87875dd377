package llmrouter.zstd;

import static llmrouter.zstd.LittleEndian.i64;
import static llmrouter.zstd.LittleEndian.u32;
import static llmrouter.zstd.LittleEndian.u8;

/// The hash XXH64 with the seed 0, of which a frame's checksum is the low half (RFC 8878 §3.1.1; the algorithm is the
/// xxHash specification, version 0.1.1). One for each frame, one owner.
final class Xxh64 {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    /// Four lanes of eight bytes each.
    private static final int STRIPE = 32;

    private final byte[] rest = new byte[STRIPE];
    private int resting;
    private long total;
    private long lane1 = PRIME_1 + PRIME_2;
    private long lane2 = PRIME_2;
    private long lane3;
    private long lane4 = -PRIME_1;

    void add(byte[] b, int from, int to) {
        total += to - from;
        int at = from;
        if (resting > 0) {
            int taken = Math.min(STRIPE - resting, to - at);
            System.arraycopy(b, at, rest, resting, taken);
            resting += taken;
            at += taken;
            if (resting < STRIPE) return;
            stripes(rest, 0, STRIPE);
        }
        int whole = at + (to - at) / STRIPE * STRIPE;
        stripes(b, at, whole);
        resting = to - whole;
        System.arraycopy(b, whole, rest, 0, resting);
    }

    private void stripes(byte[] b, int from, int to) {
        long a1 = lane1;
        long a2 = lane2;
        long a3 = lane3;
        long a4 = lane4;
        for (int at = from; at < to; at += STRIPE) {
            a1 = round(a1, i64(b, at));
            a2 = round(a2, i64(b, at + 8));
            a3 = round(a3, i64(b, at + 16));
            a4 = round(a4, i64(b, at + 24));
        }
        lane1 = a1;
        lane2 = a2;
        lane3 = a3;
        lane4 = a4;
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }

    private long converged() {
        if (total < STRIPE) return PRIME_5;
        long hash = Long.rotateLeft(lane1, 1) + Long.rotateLeft(lane2, 7) + Long.rotateLeft(lane3, 12)
            + Long.rotateLeft(lane4, 18);
        return merge(merge(merge(merge(hash, lane1), lane2), lane3), lane4);
    }

    long hash() {
        long hash = converged() + total;
        int at = 0;
        for (; at + 8 <= resting; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, i64(rest, at)), 27) * PRIME_1 + PRIME_4;
        }
        if (at + 4 <= resting) {
            hash = Long.rotateLeft(hash ^ u32(rest, at) * PRIME_1, 23) * PRIME_2 + PRIME_3;
            at += 4;
        }
        for (; at < resting; at++) hash = Long.rotateLeft(hash ^ u8(rest, at) * PRIME_5, 11) * PRIME_1;
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }
}
