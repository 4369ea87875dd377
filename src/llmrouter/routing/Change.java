package llmrouter.routing;

import java.util.LinkedHashMap;
import java.util.Map;

/// One step of the routing state. A [RoutingTable] is the sum of the changes applied to it, so a journal of changes is
/// the state. Times are milliseconds since 1970.
public sealed interface Change {
    /// More than any window counts. Many of them can be added.
    long MOST = 1L << 50;

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

    /// A change that comes from outside (a file, another gateway), within the limits of those that a table makes
    /// itself: no time is later than it could be now, numbers are within bounds, names are no longer than real ones.
    ///
    /// @return null if it is none that a table makes
    static Change bounded(Change change, HealthPolicy policy, long now) {
        return switch (change) {
            case Counted c -> isName(c.bucket()) ? new Counted(c.bucket(), c.start(), amount(c.requests()),
                amount(c.tokens())) : null;
            case HealthChanged h -> isName(h.ref())
                ? new HealthChanged(h.ref(), h.health().bounded(policy, now)) : null;
            case CreditsChanged c -> {
                var credits = new LinkedHashMap<String, Long>();
                c.credits().forEach((ref, credit) -> {
                    if (isName(ref)) credits.put(ref, amount(credit));
                });
                yield isName(c.route()) ? new CreditsChanged(c.route(), credits) : null;
            }
            case AffinitySet a -> isName(a.affinity()) && isName(a.ref())
                ? new AffinitySet(a.affinity(), a.ref(), Math.clamp(a.at(), 0, now)) : null;
            case FieldLearned f -> isName(f.ref()) && isName(f.field()) ? f : null;
            case ScaleChanged s -> isName(s.ref()) ? new ScaleChanged(s.ref(), Outcome.Measured.bounded(s.permille()))
                : null;
            case SignatureSeen s -> isName(s.signature()) && isName(s.issuer()) ? s : null;
        };
    }

    private static boolean isName(String text) {
        return text.length() <= 2_000;
    }

    private static long amount(long number) {
        return Math.clamp(number, -MOST, MOST);
    }
}
