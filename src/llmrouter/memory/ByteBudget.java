package llmrouter.memory;

import java.util.concurrent.atomic.AtomicLong;

/// Counts bytes against a share of the heap. Bytes are taken before they are held, and given back when they are
/// dropped. Thread-safe; never blocks.
///
/// A part of the share is reserved for owners that hold little, so that they are served while others fill the rest.
public final class ByteBudget {
    /// The reserve, as a part of the share.
    private static final int RESERVE = 8;
    /// An owner holds little if it takes no more than this part of the reserve.
    private static final int LITTLE = 8;

    private final long share;
    private final AtomicLong taken = new AtomicLong();

    /// @param share in bytes
    public ByteBudget(long share) {
        this.share = share;
    }

    public long share() {
        return share;
    }

    /// The most that one owner may take.
    public long mostOfOne() {
        return share - share / RESERVE;
    }

    /// How much of the share must stay free if one owner takes so many bytes in all.
    public long leaving(long bytes) {
        long reserve = share / RESERVE;
        return bytes <= reserve / LITTLE ? 0 : reserve;
    }

    /// The bytes that are taken now.
    public long taken() {
        return taken.get();
    }

    /// Takes bytes, unless that would exceed the share.
    ///
    /// @return whether they are taken
    public boolean tryTake(long bytes) {
        return tryTake(bytes, 0);
    }

    /// Takes bytes, unless less than `leaving` of the share would be free after that.
    ///
    /// @return whether they are taken
    public boolean tryTake(long bytes, long leaving) {
        while (true) {
            long now = taken.get();
            if (bytes > share - leaving - now) return false;
            if (taken.compareAndSet(now, now + bytes)) return true;
        }
    }

    /// Gives bytes back that were taken.
    public void give(long bytes) {
        long left = taken.addAndGet(-bytes);
        if (left < 0) throw new IllegalStateException("more bytes were given back than taken: " + left);
    }
}
