package llmrouter.cli.watch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import llmrouter.json.Json;

/// The answers of the last seconds, from which rates are made. A counter that is lower than before has begun again, with
/// the gateway; then it counts from zero. Not thread-safe.
final class LookHistory {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ArrayDeque<GatewayLook> looks = new ArrayDeque<>();
    private GatewayLook last;

    void add(GatewayLook look) {
        last = look;
        if (look.status() == null) return;
        looks.addLast(look);
        while (looks.size() > 2 && look.nanos() - second().nanos() >= WINDOW_NANOS) looks.removeFirst();
    }

    private GatewayLook second() {
        var each = looks.iterator();
        each.next();
        return each.next();
    }

    /// The last answer, also if it says nothing; null before the first one.
    GatewayLook last() {
        return last;
    }

    /// The last answer with a status; null if there was none.
    GatewayLook known() {
        return looks.peekLast();
    }

    /// How many a second, lately.
    ///
    /// @param counter of the figures of an answer
    /// @return -1 if there is only one answer yet
    double perSecond(ToLongFunction<Json.Obj> counter) {
        double seconds = seconds();
        return seconds <= 0 ? -1 : added(counter) / seconds;
    }

    /// How much time the answers span, in seconds.
    double seconds() {
        return looks.size() < 2 ? 0 : (looks.getLast().nanos() - looks.getFirst().nanos()) / 1e9;
    }

    /// By how much a counter has grown, lately.
    long added(ToLongFunction<Json.Obj> counter) {
        List<GatewayLook> all = new ArrayList<>(looks);
        long added = 0;
        for (int i = 1; i < all.size(); i++) {
            long before = counter.applyAsLong(all.get(i - 1).figures());
            long now = counter.applyAsLong(all.get(i).figures());
            boolean goesOn = all.get(i).continues(all.get(i - 1)) && now >= before;
            added += goesOn ? now - before : now;
        }
        return added;
    }
}
