package llmrouter.memory;

/// What one owner has taken of a budget. The owner sets how much it holds, and closes it when it holds nothing any
/// more. One owner; [#bytes] may be called by any thread.
public final class HeldBytes implements AutoCloseable {
    private final ByteBudget budget;
    private volatile long bytes;

    public HeldBytes(ByteBudget budget) {
        this.budget = budget;
    }

    /// How many bytes it has taken.
    public long bytes() {
        return bytes;
    }

    /// Takes or gives back what is missing to `total`.
    ///
    /// @param leaving bytes of the share that must stay free if more are taken
    /// @return false if the budget has not so many; nothing is changed then
    public boolean trySet(long total, long leaving) {
        long more = total - bytes;
        if (more > 0 && !budget.tryTake(more, leaving)) return false;
        if (more < 0) budget.give(-more);
        if (more != 0) bytes = total;
        return true;
    }

    /// Takes or gives back what is missing to `total`.
    ///
    /// @throws HeapShareFull the budget has not so many; nothing is changed then
    public void set(long total) {
        if (!trySet(total, 0)) throw new HeapShareFull(total, budget.share());
    }

    @Override
    public void close() {
        trySet(0, 0);
    }
}
