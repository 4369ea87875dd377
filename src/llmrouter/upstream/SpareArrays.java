package llmrouter.upstream;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Arrays for the bytes of requests, which are used again: new memory of this size costs more than the rest of reading
/// a request, because it is not in the processor's cache, must be cleared, and brings the next collection closer.
///
/// A few arrays are kept for each processor, and fewer in a small heap; what is given back beyond that is garbage. An
/// array is cleared when it is given back: no request finds bytes of another one, even if a reader makes a mistake.
/// Thread-safe, without a lock.
public final class SpareArrays {
    /// The length of each; most requests of coding agents fit.
    public static final int LENGTH = 1 << 17;

    private static final int PER_PROCESSOR = 4;
    private static final int MOST = 32;
    /// No more than one in so many bytes of the heap.
    private static final int OF_HEAP = 256;

    /// Those of the process.
    public static final SpareArrays ALL = new SpareArrays(most());

    private final AtomicReferenceArray<byte[]> spare;

    private static int most() {
        int busy = PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
        long fit = Runtime.getRuntime().maxMemory() / OF_HEAP / LENGTH;
        return Math.clamp(fit, 1, Math.min(MOST, busy));
    }

    /// @param most that are kept
    SpareArrays(int most) {
        spare = new AtomicReferenceArray<>(most);
    }

    /// An array of zeros, which belongs to the caller from now on; null if none is spare.
    public byte[] take() {
        for (int i = 0; i < spare.length(); i++) {
            byte[] array = spare.get(i) == null ? null : spare.getAndSet(i, null);
            if (array != null) return array;
        }
        return null;
    }

    /// Gives an array back, to which nothing refers any more. One of another length is left to the collector.
    ///
    /// @param used bytes at its begin that may not be zero
    void give(byte[] array, int used) {
        if (array.length != LENGTH) return;
        Arrays.fill(array, 0, used, (byte) 0);
        for (int i = 0; i < spare.length(); i++) {
            if (spare.get(i) == null && spare.compareAndSet(i, null, array)) return;
        }
    }
}
