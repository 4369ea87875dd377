package llmrouter.routing;

import java.util.List;
import java.util.Set;

/// The shared state's answer to a [PickRequest].
public sealed interface PickResult {
    /// Untried candidates that were passed over, and why.
    List<Skip> skipped();

    /// @param reasons `quota-exhausted`, `cooldown`, `circuit-open`, `circuit-probing`; `other-format` of those who were never asked
    record Skip(String ref, List<String> reasons) {}

    /// This one, now; its buckets are reserved.
    ///
    /// @param lastResort whether it is resting and taken only because nobody else is left
    /// @param refused    request fields it was seen to refuse
    /// @param foreign    those of the question's signatures that another provider issued
    /// @param scale      tokens that it counts where a thousand are estimated, or 0 if that was not seen yet
    record Chosen(int index, Reservation reservation, boolean lastResort, Set<String> refused, Set<String> foreign, long scale, List<Skip> skipped) implements PickResult {}

    /// Somebody is left, but every one of them has reached a cap.
    ///
    /// @param retryAfterMs until the first cap has room again
    record Capped(long retryAfterMs, List<Skip> skipped) implements PickResult {}

    /// Everybody has been tried.
    record Nobody(List<Skip> skipped) implements PickResult {}
}
