package llmrouter.memory;

import java.util.concurrent.atomic.AtomicLong;

/// Counts bytes against a share of the heap. Bytes are taken before they are held, and given back when they are
/// dropped. Thread-safe; never blocks.
///
/// A part of the share is reserved for owners that hold little, so that they are served while others fill the rest.
/// Several budgets may share a common one that is smaller than their sum; what they take is taken of it too, and its
/// reserve is kept likewise.
public final class ByteBudget {
    /// The reserve, as a part of the share.
    private static final int RESERVE = 8;
    /// An owner holds little if it takes no more than this part of the reserve.
    private static final int LITTLE = 8;

    private final long share;
    /// null if this budget has its share alone
    private final ByteBudget common;
    private final AtomicLong taken = new AtomicLong();

    /// @param share in bytes
    public ByteBudget(long share) {
        this(share, null);
    }

    /// @param share  in bytes
    /// @param common of which everything is taken too
    public ByteBudget(long share, ByteBudget common) {
        this.share = share;
        this.common = common;
    }

    public long share() {
        return share;
    }

    /// The most that one owner may take.
    public long mostOfOne() {
        long own = share - reserve();
        return common == null ? own : Math.min(own, common.mostOfOne());
    }

    private long reserve() {
        return share / RESERVE;
    }

    /// How much of the share must stay free if one owner takes so many bytes in all.
    public long leaving(long bytes) {
        return bytes <= reserve() / LITTLE ? 0 : reserve();
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
        if (!takeOwn(bytes, leaving)) return false;
        if (common == null || common.tryTake(bytes, leaving > 0 ? common.reserve() : 0)) return true;
        giveOwn(bytes);
        return false;
    }

    private boolean takeOwn(long bytes, long leaving) {
        while (true) {
            long now = taken.get();
            if (bytes > share - leaving - now) return false;
            if (taken.compareAndSet(now, now + bytes)) return true;
        }
    }

    /// Gives bytes back that were taken.
    public void give(long bytes) {
        giveOwn(bytes);
        if (common != null) common.give(bytes);
    }

    private void giveOwn(long bytes) {
        long left = taken.addAndGet(-bytes);
        if (left < 0) throw new IllegalStateException("more bytes were given back than taken: " + left);
    }
}
