package llmrouter.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.routing.Choice.Cap;
import llmrouter.routing.RoutingTable.Use;

/// What caps have counted: requests and tokens in the current window of each, and requests in flight. A part of
/// [RoutingTable] under the same lock. Keys are `provider/bucket`; times are milliseconds since 1970.
final class CapCounters {
    /// How long to wait for a cap on requests in flight, in milliseconds: no window ends then, but any answer may.
    private static final long IN_FLIGHT_WAIT_MS = 1000;
    private static final long MILLIONTHS = 1_000_000;
    /// Stands for a window in which nothing was counted; never changed.
    private static final Window UNUSED = new Window();

    /// In the order of their first use, which is the same on every platform.
    private final Map<String, Window> windows = new LinkedHashMap<>();
    private final Map<String, Long> inFlight = new LinkedHashMap<>();

    private static final class Window {
        private long start;
        private long requests;
        private long tokens;
    }

    /// What a choice waits for.
    ///
    /// @param ms  until every one of its caps has room
    /// @param cap the key of the one that has room last
    record Wait(long ms, String cap) {}

    /// What the choice waits for until there is room for a request of this size; null if there is room now.
    Wait waitFor(Choice choice, long tokens, long now) {
        Wait longest = null;
        for (Cap cap : choice.caps()) {
            long ms = waitMs(cap, tokens, now);
            if (ms >= 0 && (longest == null || ms > longest.ms())) longest = new Wait(ms, cap.key());
        }
        return longest;
    }

    private long waitMs(Cap cap, long tokens, long now) {
        long wait = cap.inFlight() != null && flying(cap) >= cap.inFlight() ? IN_FLIGHT_WAIT_MS : -1;
        if (cap.window() == null) return wait;
        long start = WindowClock.start(cap.window(), now);
        if (!full(cap, window(cap, start), tokens)) return wait;
        return Math.max(wait, WindowClock.end(cap.window(), start) - now);
    }

    private static boolean full(Cap cap, Window counted, long tokens) {
        if (cap.requests() != null && counted.requests >= cap.requests()) return true;
        // in an unused window a request passes that is larger than the whole cap: it could never be served otherwise
        return cap.tokens() != null && counted.tokens > 0 && counted.tokens + tokens > cap.tokens();
    }

    /// The smallest share that is left of any of the choice's caps with a window, in millionths.
    long remainingMillionths(Choice choice, long now) {
        long least = MILLIONTHS;
        for (Cap cap : choice.caps()) {
            if (cap.window() == null) continue;
            Window counted = window(cap, WindowClock.start(cap.window(), now));
            if (cap.requests() != null) least = Math.min(least, remaining(cap.requests(), counted.requests));
            if (cap.tokens() != null) least = Math.min(least, remaining(cap.tokens(), counted.tokens));
        }
        return least;
    }

    private static long remaining(long limit, long used) {
        long left = Math.max(0, limit - used);
        return left > Long.MAX_VALUE / MILLIONTHS ? MILLIONTHS : left * MILLIONTHS / limit;
    }

    /// Applies a change to the window of a cap.
    void count(Change.Counted c) {
        Window window = windows.computeIfAbsent(c.bucket(), _ -> new Window());
        if (c.start() != window.start) {
            // A reservation alone begins a window, also an earlier one, after the clock was set back. What is given
            // back or settled after the end of its window changes nothing.
            if (c.requests() <= 0 && window.start != 0) return;
            window.start = c.start();
            window.requests = 0;
            window.tokens = 0;
        }
        window.requests = Math.clamp(window.requests + c.requests(), 0, Change.MOST);
        window.tokens = Math.clamp(window.tokens + c.tokens(), 0, Change.MOST);
    }

    /// One more request of this cap is in flight.
    void startFlight(String key) {
        inFlight.merge(key, 1L, Long::sum);
    }

    /// One request fewer is in flight; nothing happens if none is, as for a cap that does not count them.
    void endFlight(String key) {
        inFlight.computeIfPresent(key, (_, n) -> n > 1 ? n - 1 : null);
    }

    /// The cap has this use.
    void restore(Cap cap, Use use, long now) {
        if (use.inFlight() > 0) inFlight.put(cap.key(), use.inFlight());
        if (cap.window() == null) return;
        count(new Change.Counted(cap.key(), WindowClock.start(cap.window(), now), use.requests(), use.tokens()));
    }

    private long flying(Cap cap) {
        return inFlight.getOrDefault(cap.key(), 0L);
    }

    /// What the cap's window that begins at `start` has counted.
    private Window window(Cap cap, long start) {
        Window latest = windows.get(cap.key());
        return latest != null && latest.start == start ? latest : UNUSED;
    }

    Use use(Cap cap, long now) {
        if (cap.window() == null) return new Use(0, 0, flying(cap), 0);
        long start = WindowClock.start(cap.window(), now);
        Window counted = window(cap, start);
        return new Use(counted.requests, counted.tokens, flying(cap), WindowClock.end(cap.window(), start));
    }

    /// Adds the changes that make these windows out of none. Requests in flight end with the process and are not among
    /// them.
    void addChanges(List<Change> all) {
        windows.forEach((key, w) -> all.add(new Change.Counted(key, w.start, w.requests, w.tokens)));
    }
}
