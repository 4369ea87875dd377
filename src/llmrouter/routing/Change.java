package llmrouter.routing;

import java.util.Map;

/// A step of the shared state. Everything a [RoutingTable] remembers is the sum of the changes applied to it, so that a
/// journal of them is the state.
public sealed interface Change {
    /// A bucket's window has seen more (or, given back, less).
    ///
    /// @param start beginning of the window, milliseconds since 1970
    record Counted(String bucket, long start, long requests, long tokens) implements Change {}

    /// A candidate's health as it is from now on; the healthy one needs no record.
    record HealthChanged(String ref, Health health) implements Change {}

    /// How far each candidate of a route is ahead of its due.
    record CreditsChanged(String route, Map<String, Long> credits) implements Change {}

    /// A conversation belongs to a candidate.
    record AffinitySet(String affinity, String ref, long at) implements Change {}

    record FieldLearned(String ref, String field) implements Change {}

    /// How many tokens a model counts where a thousand were estimated.
    record ScaleChanged(String ref, long permille) implements Change {}

    /// @param signature hash
    record SignatureSeen(String signature, String issuer) implements Change {}
}
