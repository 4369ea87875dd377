package llmrouter.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.admission.Endpoint;
import llmrouter.chat.ApiError;
import llmrouter.config.Format;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.http.HeaderMap;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.PickResult;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RoutingTable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

/// The table of states and events: what belongs to a state gives an action, and anything else is refused.
class ExchangeStateTest {
    private static final long NOW = 1_000;
    private static final ApiError FAULT = ApiError.of(500, ApiError.Kind.API, "The gateway failed.");

    /// Sends one event to an exchange.
    private interface Event {
        Action send(Driven driven);
    }

    private static final Map<String, Event> EVENTS = new LinkedHashMap<>();

    static {
        EVENTS.put("start", d -> d.exchange.start(NOW));
        EVENTS.put("picked", d -> d.exchange.picked(d.pick(), NOW));
        EVENTS.put("reported", d -> d.exchange.reported(NOW));
        EVENTS.put("answered", d -> d.exchange.answered(503, HeaderMap.EMPTY, NOW));
        EVENTS.put("body", d -> d.exchange.body(Sent.ANSWER, NOW));
        EVENTS.put("chunk", d -> d.exchange.chunk(Sent.say("x"), NOW));
        EVENTS.put("ended", d -> d.exchange.ended(NOW));
        EVENTS.put("failed", d -> d.exchange.failed(new CallFailure(Kind.RESET, "by the test"), NOW));
        EVENTS.put("elapsed", d -> d.exchange.elapsed(NOW));
        EVENTS.put("sent", d -> d.exchange.sent(NOW));
        EVENTS.put("abandoned", d -> d.exchange.abandoned(NOW));
        EVENTS.put("crashed", d -> d.exchange.crashed(FAULT, RequestEnd.INTERNAL_ERROR, 0));
    }

    /// How an exchange gets into a state, and which events belong there.
    private enum Reached {
        NEW("", "start crashed"),
        CHOOSING("start", "picked crashed"),
        CALLING("start picked", "answered failed elapsed abandoned crashed"),
        REFUSED("start picked answered", "body failed elapsed abandoned crashed"),
        REPORTING("start picked failed", "reported crashed"),
        PAUSING("start picked failed reported", "elapsed abandoned crashed"),
        ANSWERING("start picked accepted", "body failed elapsed abandoned crashed"),
        STREAMING("start picked streamed", "chunk ended failed elapsed abandoned crashed"),
        COMMITTED("start picked streamed chunk", "chunk ended failed elapsed abandoned crashed"),
        CONCLUDING("start picked accepted body", "reported crashed"),
        REPLYING("start picked accepted body reported", "sent abandoned crashed"),
        FINISHED("start picked accepted body reported sent", "crashed");

        private final List<String> way;
        private final List<String> belonging;

        Reached(String way, String belonging) {
            this.way = way.isEmpty() ? List.of() : List.of(way.split(" "));
            this.belonging = List.of(belonging.split(" "));
        }

        Driven exchange() {
            var driven = new Driven(way.contains("streamed"));
            for (String step : way) driven.step(step);
            return driven;
        }
    }

    /// An exchange with the shared state that it asks.
    private static final class Driven {
        private final RoutingTable table = new RoutingTable(
            new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 2, 30_000, 3_600_000), _ -> {});
        private final Exchange exchange;
        private Action last;

        Driven(boolean streaming) {
            String body = streaming ? Story.streamBody("a/m")
                : "{'model':'a/m','messages':[{'role':'user','content':'hi'}]}";
            var request = Story.request(Endpoint.CHAT, Format.OPENAI, body.replace('\'', '"'));
            exchange = new Exchange(new RouteResolver(Story.config(Story.CONFIG)), Story.POLICY, request);
        }

        PickResult pick() {
            return last instanceof Action.Consult c ? table.pick(c.request(), NOW)
                : new PickResult.NoneLeft(List.of());
        }

        void step(String name) {
            last = switch (name) {
                case "accepted" -> exchange.answered(200, HeaderMap.EMPTY, NOW);
                case "streamed" -> exchange.answered(200, Story.headers("content-type", "text/event-stream"), NOW);
                default -> EVENTS.get(name).send(this);
            };
        }
    }

    static Stream<Arguments> everyCombination() {
        var rows = new ArrayList<Arguments>();
        for (Reached state : Reached.values()) {
            for (String event : EVENTS.keySet()) rows.add(Arguments.of(state, event));
        }
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("everyCombination")
    void anEventThatBelongsGivesAnActionAndAnyOtherIsRefusedByBothNames(Reached state, String event) {
        Driven driven = state.exchange();
        if (!state.belonging.contains(event)) {
            var refusal = assertThrows(IllegalStateException.class, () -> EVENTS.get(event).send(driven));
            assertEquals("the event '" + event + "' does not belong to the state " + state, refusal.getMessage());
            return;
        }
        Action action = EVENTS.get(event).send(driven);
        boolean tooLate = event.equals("crashed")
            && Set.of(Reached.CONCLUDING, Reached.REPLYING, Reached.FINISHED).contains(state);
        if (tooLate) assertNull(action, "the client's answer is decided");
        else assertNotNull(action);
    }

    @ParameterizedTest
    @MethodSource("everyCombination")
    void aRefusedEventChangesNothing(Reached state, String event) {
        if (state.belonging.contains(event)) return;
        Driven driven = state.exchange();
        assertThrows(IllegalStateException.class, () -> EVENTS.get(event).send(driven));
        for (String next : state.belonging) {
            if (next.equals("crashed")) continue;
            assertNotNull(EVENTS.get(next).send(driven), next);
            return;
        }
    }

    @Test
    void theTableOfTheTestKnowsEveryStateAndEvent() {
        var states = new ArrayList<String>();
        for (ExchangeState state : ExchangeState.values()) states.add(state.name());
        assertEquals(Set.copyOf(states), Set.of(Stream.of(Reached.values()).map(Enum::name).toArray(String[]::new)));
        assertEquals(ExchangeState.Event.values().length, EVENTS.size());
    }

    @Test
    void aClientThatDisconnectsWhileItsLastPieceIsSentChangesNothingAboutTheEnd() {
        Driven driven = Reached.REPLYING.exchange();
        Summary summary = assertInstanceOf(Action.Finish.class, driven.exchange.abandoned(NOW)).summary();
        assertEquals("200 ok", summary.status() + " " + summary.end());
    }

    @Test
    void aFaultWhileTheSharedStateChoosesIsAnsweredToTheClient() {
        Driven driven = Reached.CHOOSING.exchange();
        Action last = driven.exchange.crashed(FAULT, RequestEnd.INTERNAL_ERROR, 0);
        assertEquals(500, assertInstanceOf(Action.Reply.class, last).status());
    }
}
