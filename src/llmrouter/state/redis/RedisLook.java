package llmrouter.state.redis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.Health;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable;
import llmrouter.routing.RoutingTable.Use;
import llmrouter.routing.WindowClock;
import llmrouter.state.redis.RespValue.RespError;
import llmrouter.state.redis.RespValue.RespList;

/// What the server knows of candidates and caps, for people: asked for all of them at once, and remembered for a
/// second. Thread-safe.
final class RedisLook {
    private static final long REMEMBERED_NS = 1_000_000_000L;
    /// Scripts hold up the requests of all gateways, so each of them is short.
    private static final int AT_ONCE = 500;

    private final RedisTable table;
    private volatile Seen<List<Choice>, RoutingSnapshot> candidates = Seen.nothing();
    private volatile Seen<Map<String, String>, RoutingSnapshot> failing = Seen.nothing();
    private volatile Seen<List<Cap>, Map<String, Use>> caps = Seen.nothing();

    private record Seen<Q, A>(Q question, A answer, long at) {
        static <Q, A> Seen<Q, A> nothing() {
            return new Seen<>(null, null, 0);
        }

        static <Q, A> Seen<Q, A> of(Q question, A answer) {
            return new Seen<>(question, answer, System.nanoTime());
        }

        boolean answers(Q asked) {
            return answer != null && System.nanoTime() - at < REMEMBERED_NS && question.equals(asked);
        }
    }

    RedisLook(RedisTable table) {
        this.table = table;
    }

    /// As [RoutingTable#snapshot].
    RoutingSnapshot snapshot(List<Choice> choices) throws IOException {
        var seen = candidates;
        if (seen.answers(choices)) return seen.answer();
        RoutingSnapshot answer = snapshot(choices, table.now());
        candidates = Seen.of(choices, answer);
        return answer;
    }

    RoutingSnapshot snapshot(List<Choice> choices, long now) throws IOException {
        RoutingSnapshot stored = stored(choices.stream().map(Choice::ref).distinct().toList(),
            Choice.distinctCaps(choices), false, now);
        return RoutingTable.of(stored, choices, table.policy()).snapshot(choices, now);
    }

    /// As [RoutingTable#unhealthy].
    RoutingSnapshot unhealthy(Map<String, String> fingerprints) throws IOException {
        var seen = failing;
        if (seen.answers(fingerprints)) return seen.answer();
        RoutingSnapshot answer = unhealthy(fingerprints, table.now());
        failing = Seen.of(fingerprints, answer);
        return answer;
    }

    RoutingSnapshot unhealthy(Map<String, String> fingerprints, long now) throws IOException {
        RoutingSnapshot stored = stored(List.of(), List.of(), true, now);
        return RoutingTable.of(stored, List.of(), table.policy()).unhealthy(fingerprints, now);
    }

    /// As [RoutingTable#uses].
    Map<String, Use> uses(List<Cap> some) throws IOException {
        var seen = caps;
        if (seen.answers(some)) return seen.answer();
        Map<String, Use> answer = stored(List.of(), some, false, table.now()).uses();
        caps = Seen.of(some, answer);
        return answer;
    }

    /// What is stored on the server, whether it still counts or not.
    private RoutingSnapshot stored(List<String> refs, List<Cap> some, boolean failed, long now) throws IOException {
        var questions = new ArrayList<String>();
        int parts = Math.max(1, (Math.max(refs.size(), some.size()) + AT_ONCE - 1) / AT_ONCE);
        for (int i = 0; i < parts; i++) {
            questions.add(RedisJson.look(part(refs, i), part(some, i), failed && i == 0, now, table.policy().ttlMs()));
        }
        var healths = new LinkedHashMap<String, Health>();
        var counted = new LinkedHashMap<String, Use>();
        for (RespValue reply : table.look(questions)) {
            if (reply instanceof RespError e) throw RedisConnection.refused("EVAL", e);
            read(reply, healths, counted);
        }
        var uses = new LinkedHashMap<String, Use>();
        for (Cap cap : some) uses.put(cap.key(), use(cap, counted.get(cap.key()), now));
        return new RoutingSnapshot(now, healths, uses);
    }

    private static <T> List<T> part(List<T> all, int i) {
        return all.subList(Math.min(all.size(), i * AT_ONCE), Math.min(all.size(), (i + 1) * AT_ONCE));
    }

    private static void read(RespValue reply, Map<String, Health> healths, Map<String, Use> counted)
            throws IOException {
        try {
            List<RespValue> parts = ((RespList) reply).items();
            for (RespValue record : ((RespList) parts.get(0)).items()) {
                List<String> v = PickReply.texts(record);
                healths.put(v.get(0), new Health((int) Long.parseLong(v.get(1)), Long.parseLong(v.get(2)),
                    Long.parseLong(v.get(3)), v.get(5), Long.parseLong(v.get(4)), v.get(6)));
            }
            for (RespValue use : ((RespList) parts.get(1)).items()) {
                List<String> v = PickReply.texts(use);
                counted.put(v.get(0), new Use(Long.parseLong(v.get(1)), Long.parseLong(v.get(2)),
                    Long.parseLong(v.get(3)), 0));
            }
        } catch (ClassCastException | IndexOutOfBoundsException | NoSuchElementException | NumberFormatException _) {
            throw RedisTable.unexpected("EVAL");
        }
    }

    private static Use use(Cap cap, Use counted, long now) {
        long resets = cap.window() == null ? 0 : WindowClock.end(cap.window(), WindowClock.start(cap.window(), now));
        return counted == null ? new Use(0, 0, 0, resets)
            : new Use(counted.requests(), counted.tokens(), counted.inFlight(), resets);
    }
}
