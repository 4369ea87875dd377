package llmrouter.memory;

import java.util.function.Consumer;

/// The shares of the heap, and what is taken now of those that are counted in bytes. Headers and connections are
/// counted by their number. Thread-safe.
///
/// @param requests  the requests that are served, without their bodies and answers
/// @param shortages what had no room
public record HeapBudgets(HeapShares shares, ByteBudget requests, ByteBudget bodies, ByteBudget answers,
        Shortages shortages) {
    /// @param say gets a line when there is no room for something
    public static HeapBudgets of(HeapShares shares, Consumer<String> say) {
        var common = new ByteBudget(shares.common());
        return new HeapBudgets(shares, new ByteBudget(shares.requests(), common),
            new ByteBudget(shares.bodies(), common), new ByteBudget(shares.answers(), common),
            new Shortages(say));
    }

    /// Of the heap of this process, with nothing taken.
    public static HeapBudgets ofThisProcess(Consumer<String> say) {
        return of(HeapShares.ofThisProcess(), say);
    }
}
