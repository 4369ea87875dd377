package llmrouter.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

import llmrouter.config.Alias.Strategy;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.Reservation.Held;

/// The routing state that all requests share: health of candidates, counters of caps, credits of round-robin,
/// candidates of conversations, and what was learned about models.
///
/// Theory of operation: [#pick] checks every candidate that the request has not tried (on cooldown, circuit open or
/// being tested, a cap without room), orders the available ones by strategy, takes the first and reserves its caps, all
/// in one step. [#report] takes what came of an attempt. Both change the table only by a [Change], and each change also
/// goes to the listener. So the changes of a journal, applied to an empty table in their order, give the same table.
///
/// Not thread-safe: the caller's lock must cover each call. Times are milliseconds since 1970. No call does I/O;
/// [#pick] takes time in proportion to the candidates and their caps.
public final class RoutingTable {
    /// A test of a half-open circuit that never reports is given up after this time; longer than any answer may take.
    private static final long PROBE_MS = 900_000;
    /// How long after its last good answer a conversation stays with its candidate.
    private static final long AFFINITY_MS = 3_600_000;
    /// Clients name the models of a provider that passes its models through, so the records of candidates are bounded.
    private static final int MOST_CANDIDATES = 10_000;
    private static final int MOST_CONVERSATIONS = 10_000;
    private static final int MOST_SIGNATURES = 20_000;
    /// Fields of one candidate. A request has far fewer.
    private static final int MOST_FIELDS = 500;
    private static final long MILLIONTHS = 1_000_000;
    /// Where strategies look at health: the weight of a candidate whose last attempt failed, in percent.
    private static final int FAILED_PERCENT = 50;

    private final HealthPolicy policy;
    private final Consumer<Change> listener;
    private final CapCounters counters = new CapCounters();
    /// By candidate; no entry for a healthy one.
    private final Map<String, Health> health = recentlyUsed(MOST_CANDIDATES);
    /// By route, then by candidate.
    private final Map<String, Map<String, Long>> credits = new LinkedHashMap<>();
    private final Map<String, Change.AffinitySet> conversations = recentlyUsed(MOST_CONVERSATIONS);
    /// By candidate: request fields that it refused, or with a `+` before them, required.
    private final Map<String, Set<String>> fields = recentlyUsed(MOST_CANDIDATES);
    private final Map<String, Long> scales = recentlyUsed(MOST_CANDIDATES);
    private final Map<String, String> issuers = recentlyUsed(MOST_SIGNATURES);
    /// By candidate: until when a test of its half-open circuit is waited for.
    private final Map<String, Long> probes = recentlyUsed(MOST_CANDIDATES);
    /// The time of the last call.
    private long latest;

    /// @param listener gets every change after it has been applied, under the caller's lock
    public RoutingTable(HealthPolicy policy, Consumer<Change> listener) {
        this.policy = policy;
        this.listener = listener;
    }

    /// A table that picks as the one did of which this snapshot was taken. Credits of round-robin, conversations and
    /// tests of half-open circuits are not in a snapshot.
    ///
    /// @param choices those of the snapshot
    public static RoutingTable of(RoutingSnapshot snapshot, List<Choice> choices, HealthPolicy policy) {
        var table = new RoutingTable(policy, _ -> {});
        snapshot.health().forEach((ref, health) -> table.apply(new Change.HealthChanged(ref, health)));
        for (Cap cap : Choice.distinctCaps(choices)) {
            if (snapshot.uses().get(cap.key()) instanceof Use use) table.counters.restore(cap, use, snapshot.at());
        }
        return table;
    }

    /// A map of bounded size that drops the entry unused for longest.
    private static <V> Map<String, V> recentlyUsed(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /// Picks the candidate for an attempt and reserves its caps. If no candidate is available, the one that is
    /// available soonest is picked as a last resort, unless a cap rules it out.
    public PickResult pick(PickRequest q, long now) {
        observe(now);
        var available = new ArrayList<Integer>();
        var unavailable = new ArrayList<Integer>();
        var skipped = new ArrayList<Skip>();
        CapCounters.Wait room = null;
        for (int i = 0; i < q.choices().size(); i++) {
            if (!q.asksFor(i)) continue;
            Choice choice = q.choices().get(i);
            List<SkipReason> reasons = q.only() >= 0 ? new ArrayList<>() : skipReasons(choice, now);
            CapCounters.Wait wait = counters.waitFor(choice, q.tokens(), now);
            if (wait != null) {
                reasons.add(SkipReason.QUOTA_EXHAUSTED);
                if (room == null || wait.ms() < room.ms()) room = wait;
            } else {
                (reasons.isEmpty() ? available : unavailable).add(i);
            }
            if (!reasons.isEmpty()) skipped.add(new Skip(choice.ref(), reasons));
        }
        if (!available.isEmpty()) return chosen(q, first(q, available, now), false, skipped, now);
        if (!unavailable.isEmpty()) return chosen(q, soonest(q, unavailable, now), true, skipped, now);
        return room == null ? new PickResult.NoneLeft(skipped) : new PickResult.Capped(room.ms(), room.cap(), skipped);
    }

    /// Why health keeps the candidate from being picked; empty if it does not.
    List<SkipReason> skipReasons(Choice choice, long now) {
        var reasons = new ArrayList<SkipReason>();
        Health h = healthOf(choice, now);
        if (h.coolingDown(now)) reasons.add(SkipReason.COOLDOWN);
        if (h.circuitOpen(now)) reasons.add(SkipReason.CIRCUIT_OPEN);
        else if (h.halfOpen(now) && beingTested(choice.ref(), now)) reasons.add(SkipReason.CIRCUIT_PROBING);
        return reasons;
    }

    private boolean beingTested(String ref, long now) {
        return probes.getOrDefault(ref, 0L) > now;
    }

    private Health healthOf(Choice choice, long now) {
        return healthOf(choice.ref(), choice.fingerprint(), now);
    }

    private Health healthOf(String ref, String fingerprint, long now) {
        return current(health.getOrDefault(ref, Health.HEALTHY), now).under(fingerprint);
    }

    private Health current(Health h, long now) {
        boolean stale = h.updatedAt() + policy.ttlMs() < now && h.availableAt() < now;
        return stale ? Health.HEALTHY : h;
    }

    /// If the clock was set back, what was recorded before would last longer by as much: it is moved back as well.
    private void observe(long now) {
        if (latest - HealthPolicy.CLOCK_STEP_MS > now) clockWasSetBack(now);
        latest = now;
    }

    private void clockWasSetBack(long now) {
        for (var record : List.copyOf(health.entrySet())) {
            Health bounded = record.getValue().bounded(policy, now);
            if (!bounded.equals(record.getValue())) change(new Change.HealthChanged(record.getKey(), bounded));
        }
        for (Change.AffinitySet last : List.copyOf(conversations.values())) {
            if (last.at() > now) change(new Change.AffinitySet(last.affinity(), last.ref(), now));
        }
        for (var probe : probes.entrySet()) probe.setValue(Math.min(probe.getValue(), now + PROBE_MS));
    }

    private int soonest(PickRequest q, List<Integer> unavailable, long now) {
        int best = unavailable.getFirst();
        for (int i : unavailable) {
            if (availableAt(q, i, now) < availableAt(q, best, now)) best = i;
        }
        return best;
    }

    private long availableAt(PickRequest q, int index, long now) {
        return healthOf(q.choices().get(index), now).availableAt();
    }

    /// The conversation's candidate if it is available, else a primary by strategy, else the first fallback as
    /// configured.
    private int first(PickRequest q, List<Integer> available, long now) {
        String previous = q.strategy() == Strategy.AUTO ? conversationCandidate(q.affinity(), now) : null;
        for (int i : available) {
            if (q.choices().get(i).ref().equals(previous)) return i;
        }
        int primaries = 0;
        while (primaries < available.size() && available.get(primaries) < q.primary()) primaries++;
        if (primaries == 0 || q.strategy() == Strategy.ORDERED || q.only() >= 0) return available.getFirst();
        return nextInTurn(q, available.subList(0, primaries), now);
    }

    /// The candidate that answered the conversation last; null if that is not known or too long ago.
    private String conversationCandidate(String affinity, long now) {
        if (affinity == null || !(conversations.get(affinity) instanceof Change.AffinitySet last)) return null;
        return last.at() + AFFINITY_MS > now ? last.ref() : null;
    }

    /// Smooth weighted round-robin (nginx, "upstream: smooth weighted round-robin balancing", 2012). Each candidate of
    /// a route has a credit. For each request, the credit of each available candidate grows by its weight; the
    /// candidate with the highest credit is chosen, and its credit is reduced by the total of the weights. So credits
    /// always sum to zero, each candidate gets its share, and choices of a heavy candidate are spread over the
    /// sequence. A later attempt of the same request takes the highest credit and changes none.
    private int nextInTurn(PickRequest q, List<Integer> available, long now) {
        Map<String, Long> before = credits.getOrDefault(q.route(), Map.of());
        var after = new LinkedHashMap<String, Long>();
        long total = 0;
        int best = -1;
        long most = Long.MIN_VALUE;
        for (int i : available) {
            Choice choice = q.choices().get(i);
            long weight = weight(q.strategy(), choice, now);
            long credit = before.getOrDefault(choice.ref(), 0L) + weight;
            total += weight;
            after.put(choice.ref(), credit);
            if (credit > most) {
                most = credit;
                best = i;
            }
        }
        if (!q.barred().isEmpty()) return best;
        after.put(q.choices().get(best).ref(), most - total);
        change(new Change.CreditsChanged(q.route(), after));
        return best;
    }

    private long weight(Strategy strategy, Choice choice, long now) {
        return switch (strategy) {
            case ORDERED, ROUND_ROBIN -> 1;
            case WEIGHTED_RR -> choice.weight();
            case QUOTA_AWARE_WEIGHTED_RR, AUTO -> {
                long percent = healthOf(choice, now).strikes() > 0 ? FAILED_PERCENT : 100;
                yield Math.max(1, share(choice.weight(), counters.remainingMillionths(choice, now)) * percent / 100);
            }
        };
    }

    /// `weight * millionths / 1_000_000` without overflow.
    private static long share(long weight, long millionths) {
        return weight / MILLIONTHS * millionths + weight % MILLIONTHS * millionths / MILLIONTHS;
    }

    private PickResult chosen(PickRequest q, int index, boolean lastResort, List<Skip> skipped, long now) {
        Choice choice = q.choices().get(index);
        Reservation reservation = reserve(choice, q.tokens(), now);
        skipped.removeIf(s -> s.ref().equals(choice.ref()));
        return new PickResult.Chosen(index, reservation, lastResort,
            Set.copyOf(fields.getOrDefault(choice.ref(), Set.of())),
            foreign(q.signatures(), choice.provider()), scales.getOrDefault(choice.ref(), 0L), skipped);
    }

    /// Reserves what an attempt needs, whether or not there is room.
    public Reservation reserve(Choice choice, long tokens, long now) {
        var held = new ArrayList<Held>();
        for (Cap cap : choice.caps()) {
            long start = cap.window() == null ? 0 : WindowClock.start(cap.window(), now);
            if (cap.window() != null) change(new Change.Counted(cap.key(), start, 1, tokens));
            if (cap.inFlight() != null) counters.startFlight(cap.key());
            held.add(new Held(cap.key(), start));
        }
        boolean probe = healthOf(choice, now).halfOpen(now) && !beingTested(choice.ref(), now);
        if (probe) probes.put(choice.ref(), now + PROBE_MS);
        return new Reservation(choice.ref(), held, tokens, probe, null, choice.fingerprint());
    }

    /// Requests that an earlier table reserved are still in flight.
    ///
    /// @param keys of their caps on requests in flight, once for each request
    public void resume(List<String> keys) {
        keys.forEach(counters::startFlight);
    }

    private Map<String, String> foreign(List<String> signatures, String provider) {
        var others = new HashMap<String, String>();
        for (String s : signatures) {
            if (issuers.get(s) instanceof String issuer && !issuer.equals(provider)) others.put(s, issuer);
        }
        return others;
    }

    /// Takes what came of an attempt, or what was learned by it.
    public void report(Outcome outcome, long now) {
        observe(now);
        switch (outcome) {
            case Outcome.Healthy h -> {
                probes.remove(h.ref());
                if (counts(h)) change(new Change.HealthChanged(h.ref(), Health.healthy(h.fingerprint())));
                if (h.affinity() != null) change(new Change.AffinitySet(h.affinity(), h.ref(), now));
            }
            case Outcome.Failed failed -> fail(failed, now);
            case Outcome.Settled settled -> settle(settled);
            case Outcome.Refused r -> change(new Change.FieldLearned(r.ref(), r.field()));
            case Outcome.Measured m -> {
                long before = scales.getOrDefault(m.ref(), 0L);
                if (m.after(before) != before) change(new Change.ScaleChanged(m.ref(), m.after(before)));
            }
            case Outcome.Signed s -> change(new Change.SignatureSeen(s.signature(), s.issuer()));
        }
    }

    /// Whether a record says something against a provider with the fingerprint of the answer. An answer to a request
    /// that began before the key was changed says nothing about the new key.
    private boolean counts(Outcome.Healthy answer) {
        return health.get(answer.ref()) instanceof Health record && !record.under(answer.fingerprint()).isHealthy();
    }

    private void fail(Outcome.Failed failed, long now) {
        Health before = healthOf(failed.ref(), failed.fingerprint(), now);
        Health after = before.after(failed.category(), failed.retryAfterMs(), policy, failed.fingerprint(), now);
        boolean counts = policy.strikes(failed.category()) > 0 || after.cooldownUntil() > before.cooldownUntil();
        if (counts) change(new Change.HealthChanged(failed.ref(), after));
    }

    private void settle(Outcome.Settled settled) {
        Reservation r = settled.reservation();
        if (r.probe()) probes.remove(r.ref());
        long tokens = settled.tokensOff();
        for (Held h : r.held()) {
            counters.endFlight(h.key());
            boolean counts = h.start() != 0 && (tokens != 0 || !settled.reached());
            if (counts) change(new Change.Counted(h.key(), h.start(), settled.requestsOff(), tokens));
        }
    }

    private void change(Change change) {
        apply(change);
        listener.accept(change);
    }

    /// Makes a change that comes from outside, without telling the listener. A clock may have been ahead when it was
    /// made, and its maker may have been wrong: it is kept within the limits of the changes that this table makes.
    ///
    /// @return the change that was made; null if there is nothing in it
    public Change restore(Change change, long now) {
        Change bounded = Change.bounded(change, policy, now);
        if (bounded != null) apply(bounded);
        return bounded;
    }

    /// Makes a change exactly as it is, without telling the listener.
    public void apply(Change change) {
        switch (change) {
            case Change.Counted c -> counters.count(c);
            case Change.HealthChanged h -> {
                if (!h.health().isHealthy()) health.put(h.ref(), h.health());
                else health.computeIfPresent(h.ref(), (_, record) -> left(record, h.health().fingerprint()));
            }
            case Change.CreditsChanged c -> {
                var all = new LinkedHashMap<>(credits.getOrDefault(c.route(), Map.of()));
                all.putAll(c.credits());
                credits.put(c.route(), all);
            }
            case Change.AffinitySet a -> conversations.put(a.affinity(), a);
            case Change.FieldLearned f -> {
                Set<String> known = fields.computeIfAbsent(f.ref(), _ -> new LinkedHashSet<>());
                if (known.size() < MOST_FIELDS) known.add(f.field());
            }
            case Change.ScaleChanged s -> scales.put(s.ref(), s.permille());
            case Change.SignatureSeen s -> issuers.put(s.signature(), s.issuer());
        }
    }

    /// What is left of a record after a good answer: null, or the record if the answer says nothing about it.
    private static Health left(Health record, String fingerprint) {
        return record.under(fingerprint).isHealthy() ? record : null;
    }

    /// The changes that make this table out of an empty one. Tests of circuits and requests in flight end with the
    /// process and are not kept.
    public List<Change> changes() {
        var all = new ArrayList<Change>();
        counters.addChanges(all);
        health.forEach((ref, h) -> all.add(new Change.HealthChanged(ref, h)));
        credits.forEach((route, c) -> all.add(new Change.CreditsChanged(route, c)));
        all.addAll(conversations.values());
        fields.forEach((ref, names) -> names.forEach(name -> all.add(new Change.FieldLearned(ref, name))));
        scales.forEach((ref, permille) -> all.add(new Change.ScaleChanged(ref, permille)));
        issuers.forEach((signature, issuer) -> all.add(new Change.SignatureSeen(signature, issuer)));
        return all;
    }

    /// Ends cooldowns and circuits, and forgets the failures that led to them.
    ///
    /// @param candidates which, by `provider/model`
    public List<EndedCooldown> end(Predicate<String> candidates, long now) {
        observe(now);
        var ended = new ArrayList<EndedCooldown>();
        for (var record : List.copyOf(health.entrySet())) {
            String ref = record.getKey();
            if (candidates.test(ref)) replace(ref, record.getValue(), Health.HEALTHY, now, ended);
        }
        return ended;
    }

    /// From now on providers have these keys and addresses: ends the cooldowns and circuits of those that had others.
    /// A record without a fingerprint gets the present one.
    ///
    /// @param fingerprints by provider ([Fingerprint#byProvider])
    public List<EndedCooldown> adopt(Map<String, String> fingerprints, long now) {
        observe(now);
        var ended = new ArrayList<EndedCooldown>();
        for (var record : List.copyOf(health.entrySet())) {
            String ref = record.getKey();
            Health before = record.getValue();
            String present = fingerprints.get(Candidate.providerOf(ref));
            if (present == null || before.fingerprint().equals(present)) continue;
            Health after = before.under(present);
            replace(ref, before, after.isHealthy() ? Health.HEALTHY : after.with(present), now, ended);
        }
        return ended;
    }

    private void replace(String ref, Health before, Health after, long now, List<EndedCooldown> ended) {
        change(new Change.HealthChanged(ref, after));
        EndedCooldown end = EndedCooldown.of(ref, current(before, now), now);
        if (end == null || after.availableAt() >= before.availableAt()) return;
        probes.remove(ref);
        ended.add(end);
    }

    /// The health of these candidates and the use of their caps at this moment.
    public RoutingSnapshot snapshot(List<Choice> choices, long now) {
        observe(now);
        var healths = new LinkedHashMap<String, Health>();
        for (Choice choice : choices) healths.put(choice.ref(), healthOf(choice, now));
        return new RoutingSnapshot(now, healths, uses(Choice.distinctCaps(choices), now));
    }

    /// The candidates of some providers that are not [CandidateState#OK] at this moment.
    ///
    /// @param fingerprints by provider ([Fingerprint]); candidates of other providers are not in the answer
    /// @return without caps
    public RoutingSnapshot unhealthy(Map<String, String> fingerprints, long now) {
        observe(now);
        var healths = new LinkedHashMap<String, Health>();
        health.forEach((ref, record) -> {
            String fingerprint = fingerprints.get(Candidate.providerOf(ref));
            if (fingerprint == null) return;
            Health present = current(record, now).under(fingerprint);
            if (present.state(now) != CandidateState.OK) healths.put(ref, present);
        });
        return new RoutingSnapshot(now, healths, Map.of());
    }

    /// What caps have counted at this moment, by their keys.
    public Map<String, Use> uses(List<Cap> caps, long now) {
        var uses = new LinkedHashMap<String, Use>();
        for (Cap cap : caps) uses.put(cap.key(), counters.use(cap, now));
        return uses;
    }

    /// What a cap has counted in its current window.
    ///
    /// @param resetsAt end of the window, milliseconds since 1970; 0 for a cap on requests in flight only
    public record Use(long requests, long tokens, long inFlight, long resetsAt) {}
}
