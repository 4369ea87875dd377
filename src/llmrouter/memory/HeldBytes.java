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
    /// @return false if the budget has not so many; nothing is changed then
    public boolean trySet(long total) {
        long more = total - bytes;
        if (more > 0 && !budget.tryTake(more, budget.leaving(total))) return false;
        if (more < 0) budget.give(-more);
        if (more != 0) bytes = total;
        return true;
    }

    /// Takes or gives back what is missing to `total`.
    ///
    /// @throws HeapShareFull the budget has not so many; nothing is changed then
    public void set(long total) {
        if (!trySet(total)) throw new HeapShareFull(total, budget.mostOfOne());
    }

    @Override
    public void close() {
        trySet(0);
    }
}
