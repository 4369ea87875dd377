package llmrouter.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import llmrouter.config.Alias.Strategy;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.Reservation.Held;

/// What all requests share: whose turn it is, how candidates feel, what buckets have seen, who a conversation belongs to.
///
/// Theory of operation: [#pick] judges every candidate the request has not tried (free, resting, its circuit open or being probed, a
/// cap reached), orders the free ones by strategy, takes the first and reserves its buckets, all in one step; [#report] says what
/// came of it. Nothing else changes the table, and every change is also handed to the listener, so that applying the changes of a
/// journal to an empty table gives the same table.
///
/// A caller's lock must cover each call. Times are milliseconds since 1970; nothing here takes longer than a look at the candidates.
public final class RoutingTable {
    /// A probe that never reports is written off after this time; longer than any answer may take.
    private static final long PROBE_MS = 900_000;
    private static final long AFFINITY_MS = 3_600_000;
    private static final int CONVERSATIONS = 10_000;
    private static final int SIGNATURES = 20_000;
    /// Weight of a candidate whose last attempt failed, in percent, where strategies look at health.
    private static final int FAILED_PERCENT = 50;

    private final HealthPolicy policy;
    private final Consumer<Change> listener;
    private final Map<String, Health> health = new HashMap<>();
    private final Map<String, Window> windows = new HashMap<>();
    private final Map<String, Map<String, Long>> credits = new HashMap<>();
    private final Map<String, Change.AffinitySet> conversations = recent(CONVERSATIONS);
    private final Map<String, Set<String>> refused = new HashMap<>();
    private final Map<String, Long> scales = new HashMap<>();
    private final Map<String, String> issuers = recent(SIGNATURES);
    private final Map<String, Long> inFlight = new HashMap<>();
    private final Map<String, Long> probes = new HashMap<>();

    private static final class Window {
        private long start;
        private long requests;
        private long tokens;
    }

    /// @param listener gets every change after it has been applied
    public RoutingTable(HealthPolicy policy, Consumer<Change> listener) {
        this.policy = policy;
        this.listener = listener;
    }

    private static <V> Map<String, V> recent(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /// Chooses who takes an attempt and reserves its buckets.
    public PickResult pick(PickRequest q, long now) {
        var free = new ArrayList<Integer>();
        var resting = new ArrayList<Integer>();
        var skipped = new ArrayList<Skip>();
        long room = Long.MAX_VALUE;
        for (int i = 0; i < q.choices().size(); i++) {
            if (q.only() >= 0 ? i != q.only() : q.barred().contains(i)) continue;
            Choice choice = q.choices().get(i);
            var reasons = q.only() >= 0 ? new ArrayList<SkipReason>() : skipReasons(choice.ref(), now);
            long wait = full(choice, q.tokens(), now);
            if (wait >= 0) {
                reasons.add(SkipReason.QUOTA_EXHAUSTED);
                room = Math.min(room, wait);
            } else {
                (reasons.isEmpty() ? free : resting).add(i);
            }
            if (!reasons.isEmpty()) skipped.add(new Skip(choice.ref(), reasons));
        }
        if (!free.isEmpty()) return chosen(q, first(q, free, now), false, skipped, now);
        if (!resting.isEmpty()) return chosen(q, soonest(q, resting), true, skipped, now);
        return room < Long.MAX_VALUE ? new PickResult.Capped(room, skipped) : new PickResult.NoneLeft(skipped);
    }

    private List<SkipReason> skipReasons(String ref, long now) {
        var reasons = new ArrayList<SkipReason>();
        Health h = healthOf(ref, now);
        if (h.coolingDown(now)) reasons.add(SkipReason.COOLDOWN);
        if (h.circuitOpen(now)) reasons.add(SkipReason.CIRCUIT_OPEN);
        else if (h.halfOpen(now) && probes.getOrDefault(ref, 0L) > now) reasons.add(SkipReason.CIRCUIT_PROBING);
        return reasons;
    }

    private Health healthOf(String ref, long now) {
        Health h = health.getOrDefault(ref, Health.HEALTHY);
        boolean stale = h.updatedAt() + policy.ttlMs() < now && h.availableAt() < now;
        boolean fromTheFuture = h.updatedAt() - policy.ttlMs() > now; // the clock was wrong and has been set
        return stale || fromTheFuture ? Health.HEALTHY : h;
    }

    /// How long until the choice has room, or -1 if it has.
    private long full(Choice choice, long tokens, long now) {
        long wait = -1;
        for (Cap cap : choice.caps()) {
            if (cap.inFlight() != null && inFlight.getOrDefault(cap.key(), 0L) >= cap.inFlight()) wait = Math.max(wait, 1000);
            if (cap.window() == null) continue;
            long start = WindowClock.start(cap.window(), now);
            Window seen = windows.get(cap.key());
            long requests = seen != null && seen.start == start ? seen.requests : 0;
            long used = seen != null && seen.start == start ? seen.tokens : 0;
            boolean requestsGone = cap.requests() != null && requests >= cap.requests();
            // one request larger than the whole cap is let through an untouched window: it could never be served otherwise
            boolean tokensGone = cap.tokens() != null && used > 0 && used + tokens > cap.tokens();
            if (requestsGone || tokensGone) wait = Math.max(wait, WindowClock.end(cap.window(), start) - now);
        }
        return wait;
    }

    private int soonest(PickRequest q, List<Integer> resting) {
        int best = resting.getFirst();
        for (int i : resting) {
            if (health.get(q.choices().get(i).ref()).availableAt() < health.get(q.choices().get(best).ref()).availableAt()) best = i;
        }
        return best;
    }

    /// Primaries by strategy, then fallbacks as written; a conversation's own candidate before all.
    private int first(PickRequest q, List<Integer> free, long now) {
        if (q.strategy() == Strategy.AUTO && q.affinity() != null && conversations.get(q.affinity()) instanceof Change.AffinitySet stuck
                && stuck.at() + AFFINITY_MS > now) {
            for (int i : free) if (q.choices().get(i).ref().equals(stuck.ref())) return i;
        }
        int primaries = 0;
        while (primaries < free.size() && free.get(primaries) < q.primary()) primaries++;
        if (primaries == 0 || q.strategy() == Strategy.ORDERED || q.only() >= 0) return free.getFirst();
        return turn(q, free.subList(0, primaries), now);
    }

    /// Smooth weighted round-robin (as in nginx, "upstream: smooth weighted round-robin balancing", 2012): everybody earns his
    /// weight, the richest goes and pays the total. A request's second choice is the next richest and pays nothing.
    private int turn(PickRequest q, List<Integer> free, long now) {
        Map<String, Long> before = credits.getOrDefault(q.route(), Map.of());
        var after = new LinkedHashMap<String, Long>();
        long total = 0;
        int best = -1;
        long most = Long.MIN_VALUE;
        for (int i : free) {
            Choice choice = q.choices().get(i);
            long weight = weight(q.strategy(), choice, q.tokens(), now);
            long credit = before.getOrDefault(choice.ref(), 0L) + weight;
            total += weight;
            after.put(choice.ref(), credit);
            if (credit > most) {
                most = credit;
                best = i;
            }
        }
        if (!q.barred().isEmpty()) return best;
        String winner = q.choices().get(best).ref();
        after.put(winner, after.get(winner) - total);
        change(new Change.CreditsChanged(q.route(), after));
        return best;
    }

    private long weight(Strategy strategy, Choice choice, long tokens, long now) {
        return switch (strategy) {
            case ORDERED, ROUND_ROBIN -> 1;
            case WEIGHTED_RR -> choice.weight();
            case QUOTA_AWARE_WEIGHTED_RR, AUTO -> {
                long well = healthOf(choice.ref(), now).strikes() > 0 ? FAILED_PERCENT : 100;
                yield Math.max(1, share(choice.weight(), remaining(choice, now)) * well / 100);
            }
        };
    }

    /// `weight * millionths / 1_000_000` without overflow.
    private static long share(long weight, long millionths) {
        return weight / 1_000_000 * millionths + weight % 1_000_000 * millionths / 1_000_000;
    }

    /// The smallest share that is left of any of the choice's caps, in millionths.
    private long remaining(Choice choice, long now) {
        long least = 1_000_000;
        for (Cap cap : choice.caps()) {
            if (cap.window() == null) continue;
            Window seen = windows.get(cap.key());
            if (seen == null || seen.start != WindowClock.start(cap.window(), now)) continue;
            if (cap.requests() != null) least = Math.min(least, left(cap.requests(), seen.requests));
            if (cap.tokens() != null) least = Math.min(least, left(cap.tokens(), seen.tokens));
        }
        return least;
    }

    private static long left(long cap, long used) {
        long left = Math.max(0, cap - used);
        return left > Long.MAX_VALUE / 1_000_000 ? 1_000_000 : left * 1_000_000 / cap;
    }

    private PickResult chosen(PickRequest q, int index, boolean lastResort, List<Skip> skipped, long now) {
        Choice choice = q.choices().get(index);
        Reservation reservation = reserve(choice, q.tokens(), now);
        skipped.removeIf(s -> s.ref().equals(choice.ref()));
        return new PickResult.Chosen(index, reservation, lastResort, Set.copyOf(refused.getOrDefault(choice.ref(), Set.of())),
            foreign(q.signatures(), choice.provider()), scales.getOrDefault(choice.ref(), 0L), skipped);
    }

    /// Takes what an attempt needs, whether or not there is room.
    public Reservation reserve(Choice choice, long tokens, long now) {
        var held = new ArrayList<Held>();
        for (Cap cap : choice.caps()) {
            long start = cap.window() == null ? 0 : WindowClock.start(cap.window(), now);
            if (cap.window() != null) change(new Change.Counted(cap.key(), start, 1, tokens));
            if (cap.inFlight() != null) inFlight.merge(cap.key(), 1L, Long::sum);
            held.add(new Held(cap.key(), start));
        }
        boolean probe = healthOf(choice.ref(), now).halfOpen(now) && probes.getOrDefault(choice.ref(), 0L) <= now;
        if (probe) probes.put(choice.ref(), now + PROBE_MS);
        return new Reservation(choice.ref(), held, tokens, probe, null);
    }

    private Set<String> foreign(List<String> signatures, String provider) {
        var others = new HashSet<String>();
        for (String s : signatures) if (issuers.get(s) instanceof String issuer && !issuer.equals(provider)) others.add(s);
        return others;
    }

    public void report(Outcome outcome, long now) {
        switch (outcome) {
            case Outcome.Alive alive -> {
                probes.remove(alive.ref());
                if (health.containsKey(alive.ref())) change(new Change.HealthChanged(alive.ref(), Health.HEALTHY));
                if (alive.affinity() != null) change(new Change.AffinitySet(alive.affinity(), alive.ref(), now));
            }
            case Outcome.Failed failed -> {
                Health before = healthOf(failed.ref(), now);
                Health after = before.after(failed.category(), failed.retryAfterMs(), policy, now);
                if (policy.strikes(failed.category()) > 0 || after.cooldownUntil() > before.cooldownUntil()) change(new Change.HealthChanged(failed.ref(), after));
            }
            case Outcome.Settled settled -> settle(settled);
            case Outcome.Refused r -> change(new Change.FieldLearned(r.ref(), r.field()));
            case Outcome.Measured m -> {
                long before = scales.getOrDefault(m.ref(), 0L);
                if (m.after(before) != before) change(new Change.ScaleChanged(m.ref(), m.after(before)));
            }
            case Outcome.Signed s -> change(new Change.SignatureSeen(s.signature(), s.issuer()));
        }
    }

    private void settle(Outcome.Settled settled) {
        Reservation r = settled.reservation();
        if (r.probe()) probes.remove(r.ref());
        long tokens = settled.tokensOff();
        for (Held h : r.held()) {
            inFlight.computeIfPresent(h.key(), (_, n) -> n > 1 ? n - 1 : null);
            if (h.start() != 0 && (tokens != 0 || !settled.reached())) change(new Change.Counted(h.key(), h.start(), settled.requestsOff(), tokens));
        }
    }

    private void change(Change change) {
        apply(change);
        listener.accept(change);
    }

    /// Makes a change without telling the listener: for restoring.
    public void apply(Change change) {
        switch (change) {
            case Change.Counted c -> count(c);
            case Change.HealthChanged f -> {
                if (f.health().equals(Health.HEALTHY)) health.remove(f.ref());
                else health.put(f.ref(), f.health());
            }
            case Change.CreditsChanged t -> {
                var all = new LinkedHashMap<>(credits.getOrDefault(t.route(), Map.of()));
                all.putAll(t.credits());
                credits.put(t.route(), all);
            }
            case Change.AffinitySet s -> conversations.put(s.affinity(), s);
            case Change.FieldLearned l -> refused.computeIfAbsent(l.ref(), _ -> new HashSet<>()).add(l.field());
            case Change.ScaleChanged s -> scales.put(s.ref(), s.permille());
            case Change.SignatureSeen s -> issuers.put(s.signature(), s.issuer());
        }
    }

    private void count(Change.Counted c) {
        Window w = windows.computeIfAbsent(c.bucket(), _ -> new Window());
        if (c.start() != w.start) {
            // given back or settled after its window was over; only a reservation begins a window, also an earlier one: the clock was set
            if (c.requests() <= 0 && w.start != 0) return;
            w.start = c.start();
            w.requests = 0;
            w.tokens = 0;
        }
        w.requests = Math.max(0, w.requests + c.requests());
        w.tokens = Math.max(0, w.tokens + c.tokens());
    }

    /// The changes that make this table out of an empty one.
    public List<Change> changes() {
        var all = new ArrayList<Change>();
        windows.forEach((key, w) -> all.add(new Change.Counted(key, w.start, w.requests, w.tokens)));
        health.forEach((ref, h) -> all.add(new Change.HealthChanged(ref, h)));
        credits.forEach((route, c) -> all.add(new Change.CreditsChanged(route, c)));
        all.addAll(conversations.values());
        refused.forEach((ref, fields) -> fields.forEach(f -> all.add(new Change.FieldLearned(ref, f))));
        scales.forEach((ref, permille) -> all.add(new Change.ScaleChanged(ref, permille)));
        issuers.forEach((signature, issuer) -> all.add(new Change.SignatureSeen(signature, issuer)));
        return all;
    }

    /// How these candidates and their buckets stand.
    public RoutingSnapshot snapshot(List<Choice> choices, long now) {
        var health = new LinkedHashMap<String, Health>();
        var uses = new LinkedHashMap<String, Use>();
        for (Choice choice : choices) {
            health.put(choice.ref(), healthOf(choice.ref(), now));
            for (Cap cap : choice.caps()) uses.put(cap.key(), use(cap, now));
        }
        return new RoutingSnapshot(now, health, uses);
    }

    /// What a bucket has seen in its present window.
    ///
    /// @param resetsAt end of the window, milliseconds since 1970; 0 for a cap on requests in flight only
    public record Use(long requests, long tokens, long inFlight, long resetsAt) {}

    private Use use(Cap cap, long now) {
        long flying = inFlight.getOrDefault(cap.key(), 0L);
        if (cap.window() == null) return new Use(0, 0, flying, 0);
        long start = WindowClock.start(cap.window(), now);
        Window w = windows.get(cap.key());
        boolean present = w != null && w.start == start;
        return new Use(present ? w.requests : 0, present ? w.tokens : 0, flying, WindowClock.end(cap.window(), start));
    }
}
