package llmrouter.routing;

import java.util.List;

/// What one attempt has reserved of its caps. When the attempt is over, it is settled or given back.
///
/// @param ref    the candidate
/// @param held   one for each of its caps
/// @param tokens the estimate that was reserved
/// @param probe  whether this attempt tests a half-open circuit
/// @param lease  name of the reservation in a state that several gateways share, or null
public record Reservation(String ref, List<Held> held, long tokens, boolean probe, String lease) {
    /// A part of it.
    ///
    /// @param key   of the cap, `provider/bucket`
    /// @param start of the window that was counted in, milliseconds since 1970; 0 for a cap without a window
    public record Held(String key, long start) {}
}
