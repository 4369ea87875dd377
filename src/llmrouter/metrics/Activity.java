package llmrouter.metrics;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import llmrouter.gateway.Summary;
import llmrouter.json.Json;
import llmrouter.routing.RequestEnd;

/// The last hour, minute by minute, and the last requests. The minutes are slots of a ring, and each is overwritten an
/// hour later, so the use of memory does not grow. Thread-safe; the lock is held for a few additions.
public final class Activity {
    static final int MINUTES = 60;
    static final int LAST = 50;
    /// So many requests that were refused before they had a route are always listed.
    static final int REFUSED = 10;
    private static final long MINUTE_MS = 60_000;

    /// Upper bounds of the classes in which times are counted, in milliseconds: four for each doubling, from 10 ms to
    /// over two minutes, so that an estimate is wrong by at most a fifth. One more class holds longer times.
    private static final long[] BOUNDS = new long[56];

    static {
        for (int i = 0; i < BOUNDS.length; i++) BOUNDS[i] = Math.round(10 * Math.pow(2, i / 4.0));
    }

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Slot[] ring = new Slot[MINUTES];
    private final ArrayDeque<Listed> last = new ArrayDeque<>(LAST);
    /// How many of them were refused before they had a route.
    private int unrouted;

    /// A request in the list. Its record is read only when the list is shown.
    ///
    /// @param record JSON
    private record Listed(String record, boolean routed) {}

    /// The 60 minutes up to now.
    ///
    /// @param at         now, in milliseconds since 1970
    /// @param minutes    the oldest first; the last one is not over yet
    /// @param firstToken time to first token of all their streams, or null if there were none
    public record Hour(long at, List<Minute> minutes, Spread firstToken) {}

    /// Requests that ended in one minute.
    ///
    /// @param failures   requests that ended with an error or in the middle of the answer; a client's disconnect is no
    /// failure
    /// @param input      prompt tokens, cached or not
    /// @param output     answer tokens
    /// @param firstToken time to first token of its streams, or null if there were none
    public record Minute(long requests, long failures, long input, long output, Spread firstToken) {}

    /// A distribution of times, in milliseconds.
    ///
    /// @param median half of the times are at most this
    /// @param p95    19 of 20 times are at most this
    public record Spread(long median, long p95) {
        private static Spread of(int[] counts) {
            long all = Arrays.stream(counts).asLongStream().sum();
            return all == 0 ? null : new Spread(quantile(counts, all * 0.5), quantile(counts, all * 0.95));
        }

        /// Assumes that the times of a class are spread evenly between its bounds.
        private static long quantile(int[] counts, double rank) {
            int i = 0;
            while (rank > counts[i]) rank -= counts[i++];
            if (i == BOUNDS.length) return BOUNDS[i - 1];
            long from = i == 0 ? 0 : BOUNDS[i - 1];
            return Math.round(from + (BOUNDS[i] - from) * rank / counts[i]);
        }
    }

    /// What the minutes add up.
    ///
    /// @param firstTokenMs -1 if the answer was no stream
    private record Figures(boolean failed, long input, long output, long firstTokenMs) {
        static Figures of(Summary s) {
            long prompt = s.usage() == null ? 0 : s.usage().prompt();
            long output = s.usage() == null ? 0 : s.usage().output();
            return new Figures(s.end().failed(), prompt, output, s.took().firstEventMs());
        }

        /// @param record of the request log
        static Figures of(Json.Obj record) {
            RequestEnd end = RequestEnd.parse(record.text("end"));
            Json.Obj used = record.object("usage") instanceof Json.Obj usage ? usage : Json.object();
            long prompt = used.number("input", 0) + used.number("cacheRead", 0) + used.number("cacheWrite", 0);
            return new Figures(end == null || end.failed(), prompt, used.number("output", 0),
                record.object("ms").number("firstToken", -1));
        }
    }

    private static final class Slot {
        private final long minute;
        private long requests;
        private long failures;
        private long input;
        private long output;
        private final int[] firstTokens = new int[BOUNDS.length + 1];

        Slot(long minute) {
            this.minute = minute;
        }

        void add(Figures figures) {
            requests++;
            if (figures.failed) failures++;
            input += figures.input;
            output += figures.output;
            if (figures.firstTokenMs >= 0) firstTokens[classOf(figures.firstTokenMs)]++;
        }

        private static int classOf(long ms) {
            int at = Arrays.binarySearch(BOUNDS, ms);
            return at >= 0 ? at : -at - 1;
        }
    }

    public Activity(Clock clock) {
        this.clock = clock;
    }

    /// Counts a request that has ended.
    ///
    /// @param record the request as the request log has it, without prompt and answer: JSON. Null for a request that is
    ///               only counted
    public void ended(Summary s, String record) {
        long minute = clock.millis() / MINUTE_MS;
        lock.lock();
        try {
            slot(minute).add(Figures.of(s));
            if (record != null) list(new Listed(record, s.way() != null));
        } finally {
            lock.unlock();
        }
    }

    /// Lists a request that was refused and that does not count, because the client may be any program.
    ///
    /// @param record as above
    public void refused(String record) {
        lock.lock();
        try {
            list(new Listed(record, false));
        } finally {
            lock.unlock();
        }
    }

    /// Takes over a request that an earlier process has logged. Later ones are taken over before earlier ones.
    ///
    /// @param record of a request that ended before this process served any; it has a time
    public void restore(Json.Obj record) {
        long now = clock.millis() / MINUTE_MS;
        long minute = endOf(record) / MINUTE_MS;
        boolean lately = minute > now - MINUTES && minute <= now;
        boolean counts = RequestEnd.parse(record.text("end")) != RequestEnd.REFUSED;
        var listed = new Listed(record.toString(), record.has("route"));
        lock.lock();
        try {
            if (lately && counts) slot(minute).add(Figures.of(record));
            if (last.size() == LAST) return;
            last.addLast(listed);
            if (!listed.routed) unrouted++;
        } finally {
            lock.unlock();
        }
    }

    /// When the request of a record ended, in milliseconds since 1970.
    private static long endOf(Json.Obj record) {
        return Instant.parse(record.text("time")).toEpochMilli() + record.object("ms").number("total", 0);
    }

    private Slot slot(long minute) {
        int at = (int) (minute % MINUTES);
        if (ring[at] == null || ring[at].minute != minute) ring[at] = new Slot(minute);
        return ring[at];
    }

    /// Where the list is full, refused requests go first, so that a client that is refused again and again does not
    /// remove all others.
    private void list(Listed request) {
        if (!request.routed) unrouted++;
        if (last.size() == LAST) makeRoom();
        last.addFirst(request);
    }

    private void makeRoom() {
        boolean refusedFirst = unrouted > REFUSED;
        Iterator<Listed> oldest = last.descendingIterator();
        Listed removed = oldest.next();
        while (refusedFirst && removed.routed) removed = oldest.next();
        oldest.remove();
        if (!removed.routed) unrouted--;
    }

    /// The records of the last requests, the latest first.
    public List<Json.Obj> last() {
        List<Listed> all;
        lock.lock();
        try {
            all = List.copyOf(last);
        } finally {
            lock.unlock();
        }
        return all.stream().map(request -> (Json.Obj) Json.parse(request.record)).toList();
    }

    /// The time to first token of the streams that ended in the last minutes, the present one included.
    /// @return null if there were none
    public Spread firstToken(int minutes) {
        long now = clock.millis() / MINUTE_MS;
        var all = new int[BOUNDS.length + 1];
        lock.lock();
        try {
            for (Slot slot : ring) {
                if (slot == null || slot.minute <= now - minutes || slot.minute > now) continue;
                for (int i = 0; i < all.length; i++) all[i] += slot.firstTokens[i];
            }
        } finally {
            lock.unlock();
        }
        return Spread.of(all);
    }

    /// The figures of the last hour.
    public Hour hour() {
        long now = clock.millis();
        var minutes = new ArrayList<Minute>(MINUTES);
        var all = new int[BOUNDS.length + 1];
        lock.lock();
        try {
            for (long m = now / MINUTE_MS - MINUTES + 1; m <= now / MINUTE_MS; m++) {
                Slot slot = ring[(int) (m % MINUTES)];
                if (slot == null || slot.minute != m) slot = new Slot(m);
                for (int i = 0; i < all.length; i++) all[i] += slot.firstTokens[i];
                minutes.add(new Minute(slot.requests, slot.failures, slot.input, slot.output,
                    Spread.of(slot.firstTokens)));
            }
        } finally {
            lock.unlock();
        }
        return new Hour(now, minutes, Spread.of(all));
    }
}
