package llmrouter.server.shapes;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.config.Format;
import llmrouter.gateway.Story;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.server.Gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Fourteen ways in which an upstream misbehaves about the shape of its answer, for every client, streamed or not, and
/// for every format of the provider: each answer is all of it, or an error in the client's own format. None is lost in
/// silence.
class ShapeMatrixTest {
    /// What a cell must come to.
    enum Comes {
        /// every word, the call with its arguments, the usage, and one end
        WHOLE,
        /// an error before anything of the answer
        REFUSED,
        /// a streamed client gets the text and then an error; a client of a whole answer gets the error alone
        BROKEN
    }

    /// @param words that the text must be
    /// @param says  words that an error must have
    private record Expected(Comes comes, String words, String says) {
        static Expected whole() {
            return new Expected(Comes.WHOLE, "Hello wörld", "");
        }

        static Expected whole(String words) {
            return new Expected(Comes.WHOLE, words, "");
        }

        static Expected refused(String says) {
            return new Expected(Comes.REFUSED, "", says);
        }

        static Expected broken(String says) {
            return new Expected(Comes.BROKEN, "Hello wörld", says);
        }
    }

    /// What the provider sends to a request, and what must come of it.
    private interface Row {
        Body body(Format provider, boolean streamed);
    }

    /// @param type of the content; empty for none
    private record Body(String type, String text, Expected expected) {}

    private static Body events(List<String> events, Expected expected) {
        return new Body("text/event-stream", ShapeBodies.encoded(events), expected);
    }

    private static Body json(String text, Expected expected) {
        return new Body("application/json", text, expected);
    }

    /// The answer in the shape that was asked for.
    private static Body right(Format provider, boolean streamed) {
        return streamed ? events(ShapeBodies.events(provider), Expected.whole())
            : json(ShapeBodies.whole(provider), Expected.whole());
    }

    private static Body typed(String type, Format provider, boolean streamed) {
        return new Body(type, right(provider, streamed).text(), Expected.whole());
    }

    /// The events with one of them changed: the first that has these words.
    private static List<String> changed(Format provider, String words, String other) {
        var events = new ArrayList<>(ShapeBodies.events(provider));
        for (int i = 0; i < events.size(); i++) {
            if (!events.get(i).contains(words)) continue;
            events.set(i, events.get(i).replace(words, other));
            return events;
        }
        throw new AssertionError(words);
    }

    private static int place(List<String> events, String words) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).contains(words)) return i;
        }
        throw new AssertionError(words);
    }

    private static final Map<String, Row> ROWS = Map.ofEntries(
        Map.entry("01 a stream, whatever was asked for", (provider, _) ->
            events(ShapeBodies.events(provider), Expected.whole())),
        Map.entry("02 a whole answer, whatever was asked for", (provider, _) ->
            json(ShapeBodies.whole(provider), Expected.whole())),
        Map.entry("03 the type of a page", (provider, streamed) -> typed("text/html", provider, streamed)),
        Map.entry("03 the type of bytes", (provider, streamed) ->
            typed("application/octet-stream", provider, streamed)),
        Map.entry("03 no type", (provider, streamed) -> typed("", provider, streamed)),
        Map.entry("03 the type of the other shape", (provider, streamed) ->
            typed(streamed ? "application/json" : "text/event-stream", provider, streamed)),
        Map.entry("04 torn in the middle", (provider, streamed) -> {
            if (!streamed) return json(ShapeBodies.whole(provider).replace("}]", "]"), Expected.refused(""));
            List<String> events = ShapeBodies.events(provider);
            int at = place(events, "important/\"");
            String piece = events.get(at);
            events.set(at, piece.substring(0, piece.length() - 2));
            return events(events, Expected.broken(""));
        }),
        Map.entry("05 numbers that JSON does not have", (provider, streamed) -> streamed
            ? events(changed(provider, "\"wörld\"", "\"wörld\",\"x_score\":-Infinity"), Expected.whole())
            : json(ShapeBodies.whole(provider).replace("\"model\":", "\"x_score\":NaN,\"model\":"),
                Expected.whole())),
        Map.entry("06 control characters in a string", (provider, streamed) -> streamed
            ? events(changedEverywhere(provider), Expected.whole("Hello\twörld"))
            : json(ShapeBodies.whole(provider).replace("Hello w", "Hello\tw"), Expected.whole("Hello\twörld"))),
        Map.entry("07 two objects in one line", (provider, _) -> {
            List<String> events = ShapeBodies.events(provider);
            int at = place(events, "wörld");
            events.set(at - 1, events.get(at - 1) + events.remove(at));
            return events(events, Expected.whole());
        }),
        Map.entry("08 single line ends between events", (provider, _) -> {
            var text = new StringBuilder();
            for (String data : ShapeBodies.events(provider)) text.append("data: ").append(data).append('\n');
            return new Body("text/event-stream", text.toString(), Expected.whole());
        }),
        Map.entry("08 a line for each object, without fields", (provider, _) ->
            new Body("application/x-ndjson", String.join("\n", ShapeBodies.events(provider)) + "\n",
                Expected.whole())),
        Map.entry("09 whole messages and items in a stream", (provider, _) ->
            events(ShapeBodies.wholeItems(provider), Expected.whole())),
        Map.entry("09 a delta for the message", (provider, _) -> provider == Format.OPENAI
            ? json(ShapeBodies.whole(provider).replace("\"message\":", "\"delta\":"), Expected.whole())
            : json(ShapeBodies.whole(provider), Expected.whole())),
        Map.entry("09 a list of events", (provider, _) -> {
            List<String> events = ShapeBodies.events(provider);
            events.remove("[DONE]");
            return json("[" + String.join(",\n", events) + "]", Expected.whole());
        }),
        Map.entry("10 an error in plain words", (provider, _) -> {
            List<String> events = ShapeBodies.events(provider);
            int at = place(events, "wörld") + 1;
            return new Body("text/event-stream", ShapeBodies.encoded(events.subList(0, at))
                + "data: Internal Server Error\n\n", Expected.broken("Internal Server Error"));
        }),
        Map.entry("11 a page", (_, _) -> new Body("text/html",
            "<!DOCTYPE html><html><head><title>Sign in to Example</title></head><body>Please</body></html>",
            Expected.refused(
                "returned an invalid answer with status 200: a page instead of JSON: Sign in to Example"))),
        Map.entry("12 nothing", (provider, streamed) -> streamed
            ? events(ShapeBodies.nothing(provider), Expected.refused(""))
            : json(ShapeBodies.wholeNothing(provider), Expected.refused(""))),
        Map.entry("13 an error inside the answer", (provider, streamed) -> {
            if (!streamed) {
                return json(ShapeBodies.wholeErrorInside(provider), Expected.refused("Upstream model crashed"));
            }
            List<String> events = ShapeBodies.events(provider);
            var broken = new ArrayList<>(events.subList(0, place(events, "wörld") + 1));
            broken.add(ShapeBodies.errorInside(provider));
            broken.add(events.getLast());
            return events(broken, Expected.broken("Upstream model crashed"));
        }),
        Map.entry("14 cut", (provider, streamed) -> {
            String text = right(provider, streamed).text();
            if (!streamed) return json(text.substring(0, text.length() / 2), Expected.refused(""));
            List<String> events = ShapeBodies.events(provider);
            return events(events.subList(0, place(events, "wörld") + 1), Expected.broken(""));
        }),
        Map.entry("14 complete, without the last line ends", (provider, streamed) -> {
            List<String> events = ShapeBodies.events(provider);
            if (events.getLast().equals("[DONE]")) events.removeLast();
            return streamed
                ? new Body("text/event-stream", ShapeBodies.encoded(events).strip(), Expected.whole())
                : json(ShapeBodies.whole(provider), Expected.whole());
        }));

    private static List<String> changedEverywhere(Format provider) {
        var events = new ArrayList<>(ShapeBodies.events(provider));
        events.replaceAll(data -> data.replace("\"Hello \"", "\"Hello\t\"").replace("Hello wörld", "Hello\twörld"));
        return events;
    }

    private static final AtomicReference<Body> NEXT = new AtomicReference<>();
    private static ScriptedUpstream upstream;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream(wire -> {
            Body body = NEXT.get();
            String text = Story.latin1(body.text());
            String type = body.type().isEmpty() ? "" : "content-type: " + body.type() + "\r\n";
            wire.send("HTTP/1.1 200 OK\r\n" + type + "content-length: " + text.length() + "\r\n\r\n" + text);
        });
        var providers = new StringBuilder();
        for (Format format : Format.values()) {
            providers.append(providers.isEmpty() ? "" : ",").append("""
                {"id":"%s","baseUrl":"%s","apiKey":"%s","formats":["%s"],"models":["m"]}"""
                .formatted(format.word(), upstream.url(), Gateway.UPSTREAM_KEY, format.word()));
        }
        gateway = Gateway.with("{\"version\":2,\"providers\":[" + providers + "]}",
            Map.of("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1"));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    static Stream<String> rows() {
        return ROWS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachAnswerIsWholeOrAnError(String row) throws Exception {
        var wrong = new ArrayList<String>();
        for (Format client : Format.values()) {
            for (Format provider : Format.values()) {
                for (boolean streamed : new boolean[] {true, false}) {
                    String cell = client + " asks " + provider + (streamed ? " for a stream" : " for a whole answer");
                    try {
                        cell(row, client, provider, streamed);
                    } catch (Exception | AssertionError e) {
                        wrong.add(cell + ": " + e);
                    }
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    private static void cell(String row, Format client, Format provider, boolean streamed) throws Exception {
        Body body = ROWS.get(row).body(provider, streamed);
        NEXT.set(body);
        HttpResponse<String> answer = gateway.post("/v1/" + client.endpoint(), request(client, provider, streamed));
        ClientSaw saw = ClientSaw.of(client, streamed, answer);
        Expected expected = body.expected();
        switch (expected.comes()) {
            case WHOLE -> {
                assertNull(saw.error(), answer.body());
                assertEquals(expected.words(), saw.text(), answer.body());
                assertEquals(List.of("save " + ShapeBodies.ARGUMENTS), saw.calls(), answer.body());
                assertEquals(5, saw.input(), answer.body());
                assertEquals(7, saw.output(), answer.body());
                assertEquals(finish(client), saw.finish(), answer.body());
                assertEquals(1, saw.ends(), answer.body());
            }
            case REFUSED -> {
                isError(saw, expected, answer);
                assertTrue(answer.statusCode() >= 400, "nothing was told, so the status says so: " + answer.body());
            }
            case BROKEN -> {
                isError(saw, expected, answer);
                assertEquals(streamed ? expected.words() : "", saw.text(), answer.body());
                assertEquals(streamed, answer.statusCode() == 200, answer.body());
            }
        }
    }

    private static void isError(ClientSaw saw, Expected expected, HttpResponse<String> answer) {
        assertNotNull(saw.error(), answer.body());
        assertTrue(saw.error().contains(expected.says()), saw.error());
        assertEquals(0, saw.ends(), answer.body());
        assertFalse(answer.body().contains(Gateway.UPSTREAM_KEY));
    }

    private static String finish(Format client) {
        return switch (client) {
            case OPENAI -> "tool_calls";
            case CLAUDE -> "tool_use";
            case RESPONSES -> "completed";
        };
    }

    private static String request(Format client, Format provider, boolean streamed) {
        String model = "\"model\":\"" + provider.word() + "/m\",\"stream\":" + streamed;
        String schema = "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}}}";
        return switch (client) {
            case OPENAI -> "{" + model + (streamed ? ",\"stream_options\":{\"include_usage\":true}" : "")
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"tools\":[{\"type\":\"function\","
                + "\"function\":{\"name\":\"save\",\"parameters\":" + schema + "}}]}";
            case CLAUDE -> "{" + model + ",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                + "\"tools\":[{\"name\":\"save\",\"input_schema\":" + schema + "}]}";
            case RESPONSES -> "{" + model + ",\"input\":\"Hi\",\"tools\":[{\"type\":\"function\",\"name\":\"save\","
                + "\"parameters\":" + schema + "}]}";
        };
    }

    @Test
    void theTableHasEveryCell() {
        long misbehaviours = ROWS.keySet().stream().map(row -> row.substring(0, 2)).distinct().count();
        assertEquals(14, misbehaviours);
        assertEquals(Set.of("openai", "claude", "responses"),
            Set.copyOf(Stream.of(Format.values()).map(Format::word).toList()));
    }
}
