package llmrouter.gateway;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import llmrouter.ManualClock;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.gateway.Crowd.Played;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.SplitMix64;
import llmrouter.state.MemoryStore;
import llmrouter.state.StateStore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Thousands of requests at the same time: shares are exact, each gets one answer, and what is counted adds up.
class CrowdTest {
    private static final int MANY = 20_000;
    private static final String ASK = "{'model':'all','messages':[{'role':'user','content':'hi'}]}";
    private static final String ASK_STREAM = "{'model':'all','stream':true,'messages':[{'role':'user',"
        + "'content':'hi'}]}";
    private static final String DOWN = "{'error':{'message':'down','type':'server_error'}}";

    /// Providers `a` to `e`, each with the model `m`, under an alias `all`.
    private static String config(String aliases) {
        var providers = new StringBuilder();
        for (char id = 'a'; id <= 'e'; id++) {
            providers.append(id == 'a' ? "" : ",")
                .append("{'id':'" + id + "','baseUrl':'https://" + id + ".example','apiKey':'k-" + id
                + "','formats':['openai'],'models':[{'id':'m'}]"
                + (id == 'c' ? ",'rateLimits':[{'id':'few','models':['all'],'concurrency':2}]" : "") + "}");
        }
        return "{'version':2,'providers':[" + providers + "],'modelAliases':{" + aliases + "}}";
    }

    private static StateStore memory(Clock clock) {
        return new MemoryStore(new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 2, 30_000, 3_600_000),
            clock);
    }

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    private static String host(UpstreamRequest call) {
        return call.url().substring(8, 9);
    }

    private static Map<String, Integer> shares(List<Played> played) {
        var shares = new TreeMap<String, Integer>();
        for (Played t : played) shares.merge(t.summary().candidate(), 1, Integer::sum);
        return shares;
    }

    @Test
    void tenThousandAtOnceOverTwoToOneLandTwoToOne() throws Exception {
        var crowd = new Crowd(config("'all':{'strategy':'weighted-rr','targets':[{'ref':'a/m','weight':2},"
            + "{'ref':'b/m','weight':1}]}"), memory(NOON),
            (_, exchange, now) -> Crowd.answer(exchange, 200, Sent.ANSWER, now));
        assertEquals(Map.of("a/m", 6_667, "b/m", 3_333), shares(crowd.all(10_000, _ -> ASK)));
    }

    /// Fails one call in five, in every way that there is; the call's number decides.
    private static final class Unreliable implements Crowd.Provider {
        private final AtomicInteger number = new AtomicInteger();
        private final AtomicInteger busy = new AtomicInteger();
        private final AtomicInteger busiest = new AtomicInteger();

        @Override
        public Action serve(UpstreamRequest call, Exchange exchange, long now) {
            boolean few = host(call).equals("c");
            if (few) busiest.accumulateAndGet(busy.incrementAndGet(), Math::max);
            Thread.yield();
            if (few) busy.decrementAndGet();
            boolean streamed = call.body().contains("\"stream\":true");
            return switch ((int) new SplitMix64(number.getAndIncrement()).below(40)) {
                case 0 -> Crowd.answer(exchange, 503, DOWN, now);
                case 1 -> Crowd.answer(exchange, 429, DOWN, now, "retry-after", "1");
                case 2 -> exchange.failed(new CallFailure(Kind.RESET, "by chance"), now);
                case 3 -> exchange.failed(new CallFailure(Kind.STALE, "by chance"), now);
                case 4 -> exchange.elapsed(now + Story.POLICY.limits().answerMs());
                case 5 -> Crowd.answer(exchange, 200, "<html>", now, "content-type", "text/html");
                case 6 -> streamed ? Crowd.stream(exchange, Sent.ROLE + Sent.say("x"), now)
                    : Crowd.answer(exchange, 400, DOWN, now);
                case 7 -> streamed ? Crowd.stream(exchange, Sent.ROLE, now)
                    : exchange.failed(new CallFailure(Kind.CONNECT, "by chance"), now);
                default -> streamed ? Crowd.stream(exchange, Sent.ROLE + Sent.say("x") + Sent.STOP + Sent.DONE, now)
                    : Crowd.answer(exchange, 200, Sent.ANSWER, now);
            };
        }
    }

    @Test
    void eachRequestGetsOneAnswerWhateverFailsAndTheCountsAddUp() throws Exception {
        var clock = ManualClock.at("2026-11-22T12:00:00Z");
        var providers = new Unreliable();
        var crowd = new Crowd(config("'all':{'strategy':'round-robin','targets':['a/m','b/m','c/m','d/m','e/m']}"),
            memory(clock), providers);
        List<Played> played = crowd.all(MANY, i -> {
            clock.passes(20);
            return i % 2 == 0 ? ASK : ASK_STREAM;
        });
        long attempts = 0;
        var ends = new HashMap<RequestEnd, Integer>();
        for (Played t : played) {
            assertEquals(1, t.replies(), t.toString());
            assertEquals(t.calls(), t.summary().attempts().size(), t.toString());
            assertTrue(t.calls() <= 3 + 4 + 2,
                "3 for the first, 1 for each of 4 others, one stale connection, one wait: " + t);
            attempts += t.summary().attempts().size();
            boolean good = t.summary().attempts().getLast().end() == RequestEnd.OK;
            assertEquals(t.summary().attempts().getLast().end(), t.summary().end(), t.toString());
            if (good) assertEquals(200, t.summary().status());
            ends.merge(t.summary().end(), 1, Integer::sum);
        }
        assertEquals(crowd.calls(), attempts);
        assertEquals(MANY, played.size());
        assertTrue(ends.get(RequestEnd.OK) > MANY * 95 / 100, ends.toString());
        assertTrue(providers.busiest.get() <= 2, "a cap of two in flight let " + providers.busiest + " through");
        assertTrue(ends.keySet().containsAll(List.of(RequestEnd.MID_STREAM, RequestEnd.INVALID_REQUEST)),
            ends.toString());
    }

    @Test
    void aConversationStaysAndNewOnesSpread() {
        var crowd = new Crowd(config("'all':{'strategy':'auto','targets':['a/m','b/m','d/m']}"), memory(NOON),
            (_, exchange, now) -> Crowd.answer(exchange, 200, Sent.ANSWER, now));
        var homes = new HashMap<Integer, String>();
        for (int round = 0; round < 5; round++) {
            for (int session = 0; session < 30; session++) {
                String by = crowd.ask(ASK, round * 100 + session, "x-session-id", "s" + session).summary().candidate();
                assertEquals(homes.computeIfAbsent(session, _ -> by), by, "session " + session);
            }
        }
        var shares = new TreeMap<String, Integer>();
        homes.values().forEach(home -> shares.merge(home, 1, Integer::sum));
        assertEquals(Map.of("a/m", 10, "b/m", 10, "d/m", 10), shares);
    }

    @Test
    void nestedAliasesKeepTheirTiers() {
        var asked = new StringBuilder();
        var crowd = new Crowd(config("'inner':{'targets':['a/m','b/m'],'fallbackTargets':['d/m']},"
            + "'all':{'targets':['inner','c/m'],'fallbackTargets':['e/m']}"), memory(NOON),
            (call, exchange, now) -> {
                asked.append(host(call));
                return Crowd.answer(exchange, 500, DOWN, now, "retry-after", "60");
            });
        assertEquals(500, crowd.ask(ASK, 1).summary().status());
        assertEquals("abcde", asked.toString(), "every primary before any fallback");
    }
}
