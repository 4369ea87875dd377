package llmrouter.server;

import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Errors say whose fault they are, in every format of a client and of a provider, streamed and whole.
class WhoseFaultTest {
    private static final List<String> FORMATS = List.of("openai", "claude", "responses");
    private static final Map<String, String> ENV = Map.of("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1");

    /// A client of one format, a provider of the same or another one.
    record Pair(String client, String provider, boolean streamed) {
        boolean same() {
            return client.equals(provider);
        }

        String path() {
            return switch (client) {
                case "openai" -> Samples.CHAT;
                case "claude" -> Samples.MESSAGES;
                default -> "/v1/responses";
            };
        }

        String body() {
            return client.equals("responses")
                ? "{\"model\":\"p/m\",\"stream\":" + streamed + ",\"input\":\"Hi\"}"
                : Samples.request(path(), streamed);
        }

        /// An error as this pair's provider writes it.
        String error(String type, String message) {
            return provider.equals("claude")
                ? "{ \"type\" : \"error\", \"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                    + "\"},\"request_id\":\"req_up\",\"more\":[1.50] }"
                : "{ \"error\" : {\"message\":\"" + message + "\",\"type\":\"" + type
                    + "\",\"param\":null,\"code\":null}, \"more\":[1.50] }";
        }

        /// The head of a stream and its first words.
        String opening() {
            if (!provider.equals("responses")) return Samples.opening(provider) + Samples.delta(provider, "Hello ");
            String item = "{\"type\":\"message\",\"id\":\"i\",\"status\":\"in_progress\",\"role\":\"assistant\","
                + "\"content\":[]}";
            return named("response.created", "\"response\":{\"id\":\"resp_1\",\"model\":\"m\",\"output\":[]}")
                + named("response.output_item.added", "\"output_index\":0,\"item\":" + item)
                + named("response.content_part.added", "\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,"
                    + "\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}")
                + named("response.output_text.delta",
                    "\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,\"delta\":\"Hello \"");
        }

        /// An error event before the first content.
        String errorEvent(String type, String message) {
            return switch (provider) {
                case "openai" -> "data: " + error(type, message) + "\n\n";
                case "claude" -> "event: error\ndata: " + error(type, message) + "\n\n";
                default -> named("response.failed", "\"response\":{\"id\":\"r\",\"status\":\"failed\",\"error\":{"
                    + "\"code\":\"" + type + "\",\"message\":\"" + message + "\"},\"output\":[]}");
            };
        }

        private static String named(String type, String members) {
            return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members + "}\n\n";
        }

        @Override
        public String toString() {
            return client + " client, " + provider + " provider, " + (streamed ? "streamed" : "whole");
        }
    }

    static Stream<Pair> pairs() {
        return FORMATS.stream().flatMap(client -> FORMATS.stream().flatMap(provider ->
            Stream.of(new Pair(client, provider, false), new Pair(client, provider, true))));
    }

    static Stream<Pair> streams() {
        return pairs().filter(Pair::streamed);
    }

    private static HttpResponse<String> ask(Pair pair, Script script) throws Exception {
        try (var upstream = new ScriptedUpstream(script)) {
            return ask(pair, upstream);
        }
    }

    private static HttpResponse<String> ask(Pair pair, ScriptedUpstream upstream) throws Exception {
        try (var gateway = Gateway.with(Gateway.config(pair.provider, upstream), ENV)) {
            HttpResponse<String> answer = gateway.post(pair.path(), pair.body());
            assertFalse(answer.body().contains(Gateway.UPSTREAM_KEY), answer.body());
            return answer;
        }
    }

    private static String field(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /// The message of an error that is the whole answer, in the client's own shape.
    private static String message(Pair pair, HttpResponse<String> answer) {
        var body = (Json.Obj) Json.parse(answer.body());
        if (pair.client.equals("claude")) assertEquals("error", body.text("type"), answer.body());
        return body.object("error").text("message");
    }

    private static String type(HttpResponse<String> answer) {
        return ((Json.Obj) Json.parse(answer.body())).object("error").text("type");
    }

    private static void startsWith(String start, String text) {
        assertTrue(text.startsWith(start), text);
    }

    /// The words of an error that neither format knows, with all that a rewriting would change.
    private static final String WORDS = "größe:\\n  too \\u0041 much; " + "very ".repeat(500)
        + "Bearer 0123456789abcdef0123 sk-proj-0123456789abcdefghij";

    @ParameterizedTest
    @MethodSource("pairs")
    void anErrorInTheClientsFormatGoesBackAsItIsAndAnyOtherNamesItsProvider(Pair pair) throws Exception {
        for (int status : new int[] {400, 404, 409, 422, 429, 500, 503, 529}) {
            String error = pair.error("some_error", WORDS);
            HttpResponse<String> answer = ask(pair, wire -> wire.json(status, error));
            assertEquals(status, answer.statusCode(), answer.body());
            assertEquals("p/m", field(answer, "x-llm-router-candidate"));
            if (pair.same()) assertEquals(error, answer.body());
            else startsWith("p: größe: too A much; very very", message(pair, answer));
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void anErrorThatHoldsTheKeyIsWrittenAnew(Pair pair) throws Exception {
        for (String key : new String[] {Gateway.UPSTREAM_KEY, Gateway.UPSTREAM_KEY.toUpperCase(),
            Gateway.UPSTREAM_KEY.replace("-", "\\u002d"), Gateway.UPSTREAM_KEY.replace("9", "\\u0039")}) {
            HttpResponse<String> answer = ask(pair, wire ->
                wire.json(400, pair.error("some_error", "bad " + key + " here")));
            assertEquals(400, answer.statusCode());
            assertEquals("p: bad [redacted] here", message(pair, answer));
            assertFalse(answer.body().contains("\\u002d") || answer.body().contains(key), answer.body());
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aSecretHeaderOfAProviderIsNoMoreShownThanItsKey(Pair pair) throws Exception {
        for (String quoted : new String[] {"team/secret 12345", "TEAM/SECRET 12345", "team\\/secret 12345",
            "team%2fsecret%2012345", "team%2Fsecret%2012345"}) {
            String error = pair.error("some_error", "no team " + quoted + ", and no public-value-1");
            try (var upstream = new ScriptedUpstream(wire -> wire.json(400, error, "x-request-id: up-" + quoted));
                    var gateway = Gateway.with(Gateway.config(pair.provider, upstream).replace("\"formats\"",
                        "\"headers\":{\"x-team-token\":\"team/secret 12345\",\"x-title\":\"public-value-1\"},"
                            + "\"formats\""), ENV)) {
                HttpResponse<String> answer = gateway.post(pair.path(), pair.body());
                assertEquals("p: no team [redacted], and no public-value-1", message(pair, answer));
                if (!quoted.contains("\\")) assertFalse(answer.headers().map().toString().contains(quoted));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aRefusalOfTheGatewaysKeyOrAccountIsAnErrorOfTheGateway(Pair pair) throws Exception {
        for (String row : new String[] {
            "401|authentication_error|invalid x-api-key|refused the gateway's key (its words: invalid x‑api‑key).",
            "402|billing_error|Your credit balance is too low|refused the account of the gateway's key (its words: "
                + "Your credit\u00A0balance is too low).",
            "403|permission_error|Your API key may not|refused the gateway's key (its words: Your API\u00A0key may "
                + "not).",
            "403|forbidden|Forbidden|refused the gateway's access (status 403; its words: Forbidden)."}) {
            String[] part = row.split("\\|");
            HttpResponse<String> answer = ask(pair, wire -> wire.json(Integer.parseInt(part[0]),
                pair.error(part[1], part[2]), "x-should-retry: true", "retry-after: 7"));
            isOfTheGateway(pair, answer, part[3]);
        }
    }

    private static void isOfTheGateway(Pair pair, HttpResponse<String> answer, String words) {
        assertEquals(502, answer.statusCode(), answer.body());
        String message = message(pair, answer);
        startsWith("Provider \"p\" " + words, message);
        assertTrue(message.endsWith("\"llm-router why " + field(answer, "x-llm-router-request-id")
            + "\" shows the attempt."), message);
        assertEquals(pair.client.equals("claude") ? "api_error" : "server_error", type(answer));
        assertEquals(List.of("false"), answer.headers().allValues("x-should-retry"));
        assertEquals("", field(answer, "retry-after"));
        assertEquals("p/m", field(answer, "x-llm-router-candidate"));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aRefusalOfTheGatewayInAStreamIsTheSameBeforeTheFirstContent(Pair pair) throws Exception {
        isOfTheGateway(pair, ask(pair, wire -> wire.stream().send(pair.errorEvent("authentication_error",
            "invalid x-api-key")).close()), "refused the gateway's key (its words: invalid x‑api‑key).");
        isOfTheGateway(pair, ask(pair, wire -> wire.stream().send(pair.errorEvent("billing_error",
            "no money")).close()), "refused the account of the gateway's key (its words: no money).");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aPageOfAServerBeforeTheProviderIsNoMatterOfTheClientsKey(Pair pair) throws Exception {
        String page = "<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head></html>";
        HttpResponse<String> answer = ask(pair, wire -> wire.send("HTTP/1.1 403 Forbidden\r\n"
            + "content-type: text/html\r\ncontent-length: " + page.length() + "\r\n\r\n" + page));
        assertEquals(502, answer.statusCode());
        String message = message(pair, answer);
        startsWith("Cloudflare in front of Provider \"p\" (127.0.0.1:", message);
        assertTrue(message.contains("(status 403; its words: Attention Required! | Cloudflare)"), message);
        assertEquals("false", field(answer, "x-should-retry"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aRefusalOfTheRequestItselfKeepsItsStatusAndItsWords(Pair pair) throws Exception {
        for (String words : new String[] {"Your input was flagged by our usage policy",
            "Country, region, or territory not supported"}) {
            String error = pair.error("permission_error", words);
            HttpResponse<String> answer = ask(pair, wire -> wire.json(403, error));
            assertEquals(403, answer.statusCode());
            if (pair.same()) assertEquals(error, answer.body());
            else assertEquals("p: " + words, message(pair, answer));
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void whatClientsRecogniseStaysRecognisable(Pair pair) throws Exception {
        HttpResponse<String> overflow = ask(pair, wire -> wire.json(400, pair.error("invalid_request_error",
            "prompt is too long: 210000 tokens > 200000 maximum")));
        assertEquals(400, overflow.statusCode());
        assertTrue(overflow.body().contains("prompt is too long: 210000 tokens > 200000 maximum"), overflow.body());
        if (!pair.same() && !pair.client.equals("claude")) {
            assertTrue(overflow.body().contains("\"code\":\"context_length_exceeded\""), overflow.body());
        }
        HttpResponse<String> other = ask(pair, wire -> wire.json(400, pair.error("invalid_request_error",
            "This model's maximum context length is 8192 tokens")));
        if (!pair.same() && pair.client.equals("claude")) {
            assertEquals("p: prompt is too long (This model's maximum context length is 8192 tokens)",
                message(pair, other));
        }
        HttpResponse<String> quota = ask(pair, wire -> wire.json(429, pair.error("insufficient_quota",
            "You exceeded your current quota")));
        assertEquals(429, quota.statusCode());
        assertEquals("false", field(quota, "x-should-retry"));
        if (!pair.same()) assertEquals("p: You exceeded your current quota", message(pair, quota));
        assertEquals(pair.client.equals("claude") && !pair.same() ? "rate_limit_error" : "insufficient_quota",
            type(quota));
    }

    /// At these Claude Code asks its user to log in or to pay, whatever the status.
    private static final List<String> OF_THE_ACCOUNT = List.of("invalid x-api-key", "Credit balance is too low",
        "This organization has been disabled", "not a valid API key for this workspace",
        "API key authentication is disabled", "Please run /login", "OAuth token has expired");

    @ParameterizedTest
    @MethodSource("pairs")
    void noTranslatedErrorHasWordsAtWhichClaudeCodeAsksForAKeyOrMoney(Pair pair) throws Exception {
        for (String words : OF_THE_ACCOUNT) {
            for (int status : new int[] {400, 404, 429, 500, 529}) {
                String error = pair.error("some_error", "so: " + words);
                HttpResponse<String> answer = ask(pair, wire -> wire.json(status, error));
                assertEquals(status, answer.statusCode(), answer.body());
                if (pair.same()) {
                    assertEquals(error, answer.body());
                } else {
                    String message = message(pair, answer);
                    assertFalse(answer.body().toLowerCase().contains(words.toLowerCase()), message);
                    String plain = message.replace('\u00A0', ' ').replace('\u2011', '-');
                    String told = "p: so: " + words;
                    if (status == 404) assertTrue(plain.startsWith(told + ". The address asked was http://"), plain);
                    else assertEquals(told, plain);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void anErrorInAStreamHasNoSuchWordsEither(Pair pair) throws Exception {
        for (String words : OF_THE_ACCOUNT) {
            String event = pair.errorEvent("api_error", "so: " + words);
            for (String before : new String[] {"", pair.opening()}) {
                HttpResponse<String> answer = ask(pair, wire -> wire.stream().send(before + event).close());
                assertTrue(answer.body().contains("so: "), answer.body());
                boolean unchanged = pair.same() && !pair.client.equals("responses") && !before.isEmpty();
                assertEquals(unchanged, answer.body().toLowerCase().contains(words.toLowerCase()), answer.body());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aWrongKeyIsToldByItsTypeWhateverTheStatus(Pair pair) throws Exception {
        for (int status : new int[] {400, 404, 422, 500}) {
            for (String type : new String[] {"authentication_error", "invalid_api_key", "UNAUTHENTICATED"}) {
                isOfTheGateway(pair, ask(pair, wire -> wire.json(status, pair.error(type, "who are you?"))),
                    "refused the gateway's key (its words: who are you?).");
            }
            isOfTheGateway(pair, ask(pair, wire -> wire.json(status, pair.error("permission_denied", "no"))),
                "refused the gateway's access (status " + status + "; its words: no).");
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aWaitIsToldInWholeSeconds(Pair pair) throws Exception {
        for (String[] wait : new String[][] {{"retry-after: 1.2", "2", ""}, {"retry-after: 7", "7", ""},
            {"retry-after: Fri, 15 Jun 2125 15:06:40 GMT", "86400", ""}, {"retry-after-ms: 6500", "7", "6500"},
            {"retry-after: soon", "", ""}}) {
            HttpResponse<String> answer = ask(pair, wire -> wire.json(429, pair.error("rate_limit_error", "slow"),
                wait[0]));
            assertEquals(wait[1], field(answer, "retry-after"), wait[0]);
            assertEquals(wait[2], field(answer, "retry-after-ms"), wait[0]);
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aFailedConnectionNamesItsProviderAndHost(Pair pair) throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String config = "{\"version\":2,\"providers\":[{\"id\":\"p\",\"baseUrl\":\"http://127.0.0.1:" + port
            + "/v1\",\"apiKey\":\"k\",\"formats\":[\"" + pair.provider + "\"],\"models\":[{\"id\":\"m\"}]}]}";
        try (var gateway = Gateway.with(config, ENV)) {
            HttpResponse<String> answer = gateway.post(pair.path(), pair.body());
            assertEquals(502, answer.statusCode());
            assertEquals("Provider \"p\": the connection to 127.0.0.1:" + port
                + " failed: connection refused. Check its base URL.", message(pair, answer));
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void anAnswerThatBreaksOffOrCannotBeReadNamesItsProviderAndHost(Pair pair) throws Exception {
        var rows = new ArrayList<Object[]>(List.of(
            new Object[] {502, "the connection to HOST failed: ", (Script) Backends::hangsUp},
            new Object[] {502, "the connection to HOST failed: it was ",
                (Script) Backends::resets},
            new Object[] {502, "returned an invalid answer with status 200: ", Backends.html()},
            new Object[] {502, "answered with a redirect (302), which is not followed. Correct its base URL.",
                (Script) wire -> wire.json(302, "{}", "location: http://127.0.0.1:1/")},
            new Object[] {500, "answered with status 500 and no explanation.",
                (Script) wire -> wire.json(500, "")}));
        for (Object[] row : rows) {
            try (var upstream = new ScriptedUpstream((Script) row[2])) {
                HttpResponse<String> answer = ask(pair, upstream);
                assertEquals(row[0], answer.statusCode(), answer.body());
                String message = message(pair, answer);
                String host = "127.0.0.1:" + upstream.port();
                String start = "Provider \"p\"" + (row[1].toString().contains("HOST") ? ": " : " (" + host + ") ");
                startsWith(start + row[1].toString().replace("HOST", host), message);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aProviderThatIsTooSlowIsNamedWithItsHost(Pair pair) throws Exception {
        try (var upstream = new ScriptedUpstream(Backends::isSilent);
                var gateway = Gateway.with(Gateway.config(pair.provider, upstream).replace("\"formats\"",
                    "\"timeouts\":{\"firstByteMs\":200,\"answerMs\":200},\"formats\""), ENV)) {
            HttpResponse<String> answer = gateway.post(pair.path(), pair.body());
            assertEquals(504, answer.statusCode(), answer.body());
            String message = message(pair, answer);
            startsWith("Provider \"p\" (127.0.0.1:" + upstream.port() + ") ", message);
            assertTrue(message.endsWith(" within 200 ms."), message);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamThatFailsAfterItsFirstContentNamesItsProvider(Pair pair) throws Exception {
        HttpResponse<String> cut = ask(pair, wire -> wire.stream().send(pair.opening()).close());
        assertEquals(200, cut.statusCode());
        assertTrue(cut.body().contains("\"message\":\"Provider \\\"p\\\" (127.0.0.1:"), cut.body());
        assertTrue(cut.body().contains("ended its stream before the answer was complete."), cut.body());
        HttpResponse<String> failed = ask(pair, wire -> wire.stream().send(pair.opening()
            + pair.errorEvent("overloaded_error", "Overloaded")).close());
        boolean unchanged = pair.same() && !pair.client.equals("responses");
        assertTrue(failed.body().contains("\"message\":\"" + (unchanged ? "" : "p: ") + "Overloaded\""), failed.body());
    }
}
