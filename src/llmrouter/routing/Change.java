package llmrouter.routing;

import java.util.Map;

/// One step of the routing state. A [RoutingTable] is the sum of the changes applied to it, so a journal of changes is
/// the state. Times are milliseconds since 1970.
public sealed interface Change {
    /// A cap's window has counted more, or less if something was given back.
    ///
    /// @param bucket `provider/bucket`
    /// @param start  beginning of the window
    record Counted(String bucket, long start, long requests, long tokens) implements Change {}

    /// A candidate has this health from now on. A healthy one removes its record, unless the record is of another key
    /// or address.
    record HealthChanged(String ref, Health health) implements Change {}

    /// These candidates of a route have these credits from now on; other candidates keep theirs.
    record CreditsChanged(String route, Map<String, Long> credits) implements Change {}

    /// A candidate answered a conversation at this time.
    ///
    /// @param affinity key of the conversation
    record AffinitySet(String affinity, String ref, long at) implements Change {}

    /// A model refused a request field, or with a `+` before it, required one.
    record FieldLearned(String ref, String field) implements Change {}

    /// A model counts this many tokens where a thousand were estimated.
    record ScaleChanged(String ref, long permille) implements Change {}

    /// A provider signed thinking.
    ///
    /// @param signature hash of the signature
    /// @param issuer    provider id
    record SignatureSeen(String signature, String issuer) implements Change {}
}
