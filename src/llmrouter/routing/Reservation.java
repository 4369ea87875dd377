package llmrouter.routing;

import java.util.List;

/// What was taken from the buckets for one attempt, to be settled or given back when it is over.
///
/// @param ref    the candidate
/// @param held   one for each of its caps
/// @param tokens the estimate that was taken
/// @param probe  whether this attempt tests a candidate whose circuit had opened
/// @param lease  what names it in a state that several gateways share, or null
public record Reservation(String ref, List<Held> held, long tokens, boolean probe, String lease) {
    /// @param start of the window it was taken from, milliseconds since 1970; 0 for a cap without one
    public record Held(String key, long start) {}
}
