package llmrouter.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import llmrouter.routing.PickResult.Skip;

/// Whether a request that asks for a route would be answered, judged at one moment by the same pick that a request
/// makes. Immutable.
///
/// @param state   whether a candidate can be called
/// @param untilMs until when it cannot, in milliseconds since 1970; 0 if it can, or if no time changes it
/// @param skipped the candidates that cannot be called, and why
public record RouteOutlook(Route route, State state, long untilMs, List<Skip> skipped) {
    /// The smallest request. One that a cap has less room for than it needs may still be refused.
    private static final long TOKENS = 1;

    /// Whether a candidate can be called.
    public enum State {
        /// One can.
        OK("ok"),
        /// All are paused after failures; a request calls the one whose pause ends first.
        LAST_RESORT("last-resort"),
        /// None can: each is paused or at a cap, and the caps decide.
        CAPPED("capped"),
        /// None can: the key of every provider is missing.
        LEFT_OUT("left-out");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /// The state in `/status`.
        public String word() {
            return word;
        }

        /// Reads a word back.
        ///
        /// @param word may be null
        /// @return null if the word is none of these, as in the answer of another version
        public static State parse(String word) {
            for (State state : values()) {
                if (state.word.equals(word)) return state;
            }
            return null;
        }
    }

    /// The outlook of a route.
    ///
    /// @param named the whole route, also with providers that are left out
    /// @param table a copy that is used for nothing else: the pick changes it
    public static RouteOutlook of(Route named, RoutingTable table, long now) {
        var skipped = new ArrayList<Skip>();
        for (Candidate c : named.leftOut()) skipped.add(new Skip(c.ref(), List.of(SkipReason.LEFT_OUT)));
        Route route = named.available();
        if (route == null) return new RouteOutlook(named, State.LEFT_OUT, 0, List.copyOf(skipped));
        var request = new PickRequest(route.ref(), route.strategy(), route.choices(), route.primary().size(), Set.of(),
            -1, null, TOKENS, List.of());
        PickResult pick = table.pick(request, now);
        skipped.addAll(pick.skipped());
        return switch (pick) {
            case PickResult.Chosen chosen -> {
                table.report(new Outcome.Settled(chosen.reservation(), false, -1), now);
                if (!chosen.lastResort()) yield new RouteOutlook(named, State.OK, 0, List.copyOf(skipped));
                Choice paused = route.choices().get(chosen.index());
                skipped.add(new Skip(paused.ref(), table.skipReasons(paused, now)));
                long until = table.snapshot(List.of(paused), now).health().get(paused.ref()).availableAt();
                yield new RouteOutlook(named, State.LAST_RESORT, until > now ? until : 0, List.copyOf(skipped));
            }
            case PickResult.Capped capped ->
                new RouteOutlook(named, State.CAPPED, now + capped.retryAfterMs(), List.copyOf(skipped));
            case PickResult.NoneLeft _ -> throw new IllegalStateException("a route has a candidate");
        };
    }
}
