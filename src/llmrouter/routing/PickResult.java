package llmrouter.routing;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// The shared state's answer to a [PickRequest].
public sealed interface PickResult {
    /// Untried candidates that were skipped, and why.
    List<Skip> skipped();

    /// A candidate that was skipped.
    ///
    /// @param ref     `provider/model`
    /// @param reasons at least one
    record Skip(String ref, List<SkipReason> reasons) {
        /// The words of the reasons, in their order.
        public List<String> words() {
            return reasons.stream().map(SkipReason::word).toList();
        }
    }

    /// The attempt goes to this candidate; its caps are reserved.
    ///
    /// @param index      of the candidate in the request's choices
    /// @param lastResort whether it is on cooldown or its circuit is not closed, and it was picked only because no
    /// other candidate is left
    /// @param refused    request fields that it is known to refuse, or with a `+` before them, to require
    /// @param foreign    those of the request's signatures that another provider issued, with that provider
    /// @param scale      tokens that it counts where a thousand are estimated, or 0 if that is not known yet
    record Chosen(int index, Reservation reservation, boolean lastResort, Set<String> refused,
            Map<String, String> foreign, long scale, List<Skip> skipped) implements PickResult {}

    /// Untried candidates are left, but each of them has reached a cap.
    ///
    /// @param retryAfterMs until the first candidate has room in all its caps
    /// @param cap          key of the cap that this candidate waits for longest ([Choice.Cap])
    record Capped(long retryAfterMs, String cap, List<Skip> skipped) implements PickResult {}

    /// Every candidate has been tried or ruled out.
    record NoneLeft(List<Skip> skipped) implements PickResult {}
}
