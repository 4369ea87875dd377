package llmrouter.memory;

/// The shares of the heap, and what is taken now of those that are counted in bytes. Headers are counted by their
/// number. Thread-safe.
public record HeapBudgets(HeapShares shares, ByteBudget bodies, ByteBudget answers) {
    public static HeapBudgets of(HeapShares shares) {
        return new HeapBudgets(shares, new ByteBudget(shares.bodies()), new ByteBudget(shares.answers()));
    }

    /// Of the heap of this process, with nothing taken.
    public static HeapBudgets ofThisProcess() {
        return of(HeapShares.ofThisProcess());
    }
}
