package llmrouter.admission;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Settings.AccessSettings;
import llmrouter.config.Settings.SettingsOutcome;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.read.SettingsReader;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.RequestTarget;
import llmrouter.routing.OfferedModels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Every decision of the front door, without a socket, a server or a clock.
class FrontDoorTest {
    private static final String KEY = "right-key";
    private static final long NOW = 1_000;
    private static final String CONFIG = """
        {"version":2,"masterKey":"%s","masterKeys":[{"name":"ci","keySha256":"%s","expires":1001}],
         "modelAliases":{"work":{"strategy":"ordered","targets":["p/m"]}},
         "providers":[{"id":"p","name":"P","baseUrl":"https://p.example","apiKey":"k","formats":["openai"],\
        "models":[{"id":"m"},{"id":"é/n"}]}]}"""
        .formatted(KEY, sha256("ci-key"));

    private static final Arrival.Peer LOCAL = new Arrival.Peer("127.0.0.1", true, true);
    private static final Arrival.Peer REMOTE = new Arrival.Peer("10.1.2.3", false, false);
    private static final FrontDoor OPEN = door(false, Map.of());
    private static final FrontDoor LOCKED = door(true, Map.of());

    private static String sha256(String text) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static FrontDoor door(boolean keyRequired, Map<String, String> environment) {
        Config config = ((ConfigOutcome.ValidConfig) ConfigReader.read(CONFIG, "test.json")).config();
        return new FrontDoor(config, OfferedModels.NONE, keyRequired, 0, terms(environment));
    }

    private static FrontDoorTerms terms(Map<String, String> environment) {
        AccessSettings access = ((SettingsOutcome.ValidSettings) SettingsReader.read(environment::get)).settings()
            .access();
        return new FrontDoorTerms(access, "127.0.0.1", "9.9", FrontDoorTest::sha256);
    }

    /// @param request such as `GET /health`
    /// @param fields  such as `host: localhost`
    private static Arrival arrival(Arrival.Peer peer, String request, String... fields) {
        var headers = new ArrayList<Header>();
        for (String field : fields) {
            int colon = field.indexOf(": ");
            headers.add(new Header(field.substring(0, colon), field.substring(colon + 2)));
        }
        int space = request.indexOf(' ');
        var target = RequestTarget.parse(request.substring(space + 1));
        return new Arrival("req_1", request.substring(0, space), target, "HTTP/1.1", HeaderMap.of(headers), peer);
    }

    private static Moment at(GatewayStage stage) {
        return new Moment(NOW, stage, null, 0);
    }

    private static Admission admit(FrontDoor door, Arrival arrival) {
        return door.admit(arrival, at(GatewayStage.SERVING));
    }

    /// A decision in words: `Serve CHAT`, `Reply 200`, `Refuse 404`.
    private static String words(Admission admission) {
        String name = admission.decision().getClass().getSimpleName();
        return switch (admission.decision()) {
            case Admission.Refuse r -> name + " " + r.error().status();
            case Admission.Reply r -> name + " " + r.status();
            case Admission.Serve s -> name + " " + s.endpoint();
            case Admission.ShowStatus _, Admission.ShowMetrics _, Admission.ShowPage _, Admission.AskForKey _ -> name;
        };
    }

    private static String value(Admission admission, String field) {
        return HeaderMap.of(admission.fields()).get(field);
    }

    private static String message(Admission admission) {
        return assertInstanceOf(Admission.Refuse.class, admission.decision()).error().message();
    }

    private static String body(Admission admission) {
        return assertInstanceOf(Admission.Reply.class, admission.decision()).body();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        POST /v1/messages                       | Serve MESSAGES
        POST /v1/messages?beta=true             | Serve MESSAGES
        POST /anthropic/v1/messages/            | Serve MESSAGES
        POST /v1/messages/count_tokens          | Serve COUNT_TOKENS
        POST /v1/chat/completions               | Serve CHAT
        POST http://evil.example/v1/responses   | Refuse 400
        POST /v1/responses                      | Serve RESPONSES
        POST /v1/embeddings                     | Serve EMBEDDINGS
        POST /v1/completions                    | Serve COMPLETIONS
        POST /                                  | Serve UNIFIED
        GET /                                   | Reply 200
        HEAD /                                  | Reply 200
        GET /v1/models                          | Reply 200
        GET /v1/models/p/m                      | Reply 200
        GET /v1/models/p/%C3%A9%2Fn             | Reply 200
        GET /v1/models/p/none                   | Refuse 404
        GET /health                             | Reply 200
        GET /ready                              | Reply 200
        GET /status                             | ShowStatus
        GET /metrics                            | ShowMetrics
        GET /nowhere                            | Refuse 404
        GET //v1/models                         | Reply 200
        GET *                                   | Refuse 404
        POST /health                            | Refuse 405
        GET /v1/messages                        | Refuse 405
        PUT /v1/models                          | Refuse 405
        OPTIONS /v1/messages                    | Refuse 405
        POST /control/stop                      | Refuse 404
        """)
    void everyEndpointHasItsDecision(String request, String decision) {
        assertEquals(decision, words(admit(OPEN, arrival(LOCAL, request, "host: 127.0.0.1:8787"))));
        assertEquals(decision,
            words(admit(LOCKED, arrival(REMOTE, request, "host: any.example", "x-api-key: " + KEY))),
                "with a key, from another machine");
    }

    @Test
    void aRequestIsRefusedForTheFirstOfItsFaults() {
        var door = door(true, Map.of("LLM_ROUTER_ALLOWED_IPS", "10.0.0.0/8"));
        var faults = new ArrayList<>(List.of("content-length: -1", "origin: https://evil.example", "x-api-key: wrong",
            "upgrade: websocket"));
        var stranger = new Arrival.Peer("192.0.2.1", false, false);
        assertTrue(message(admit(door, arrival(stranger, "GET /v1/responses", faults.toArray(String[]::new))))
            .contains("Content-Length"));
        faults.removeFirst();
        assertTrue(message(admit(door, arrival(stranger, "GET /v1/responses", faults.toArray(String[]::new))))
            .contains("ALLOWED_IPS"));
        assertTrue(message(admit(door, arrival(REMOTE, "GET /v1/responses", faults.toArray(String[]::new))))
            .contains("origins"));
        faults.removeFirst();
        Arrival wrongKey = arrival(REMOTE, "GET /v1/responses", faults.toArray(String[]::new));
        assertTrue(message(door.admit(wrongKey, at(GatewayStage.DRAINING))).contains("not one of this gateway's keys"));
        faults.set(0, "x-api-key: " + KEY);
        Arrival rightKey = arrival(REMOTE, "GET /v1/responses", faults.toArray(String[]::new));
        assertEquals("Refuse 503", words(door.admit(rightKey, at(GatewayStage.DRAINING))));
        assertEquals("Refuse 404", words(admit(door,
            arrival(REMOTE, "GET /v1/answers", faults.toArray(String[]::new)))));
        assertEquals("Refuse 426", words(admit(door, rightKey)));
        faults.removeLast();
        Admission wrongMethod = admit(door, arrival(REMOTE, "GET /v1/responses", faults.toArray(String[]::new)));
        assertEquals("Refuse 405", words(wrongMethod));
        assertEquals("POST", value(wrongMethod, "allow"));
        assertEquals("Serve RESPONSES", words(admit(door,
            arrival(REMOTE, "POST /v1/responses", faults.toArray(String[]::new)))));
    }

    @Test
    void aHeaderThatIsRefusedClosesItsConnection() {
        Arrival ok = arrival(LOCAL, "POST /v1/messages", "host: localhost");
        var old = new Arrival("req_1", "POST", ok.target(), "HTTP/2.0", ok.headers(), LOCAL);
        var fields = new ArrayList<Header>();
        for (int i = 0; i <= HeaderRules.MAX_FIELDS; i++) fields.add(new Header("x-" + i, "v"));
        var many = new Arrival("req_1", "POST", ok.target(), "HTTP/1.1", HeaderMap.of(fields), LOCAL);
        var expected = Map.of(old, 505, many, 431,
            arrival(LOCAL, "POST /" + "x".repeat(9_000)), 414,
            arrival(LOCAL, "POST /v1/messages", "x: " + "y".repeat(70_000)), 431,
            arrival(LOCAL, "POST /v1/messages", "x: \u0001"), 400,
            arrival(LOCAL, "POST /v1/messages", "content-length: +1"), 400);
        expected.forEach((arrival, status) -> {
            Admission refused = admit(OPEN, arrival);
            assertEquals("Refuse " + status, words(refused));
            assertEquals("close", value(refused, "connection"));
        });
        assertEquals(null, value(admit(OPEN, ok), "connection"));
    }

    @Test
    void healthAnswersEveryClientButNotEveryMethod() {
        var door = door(true, Map.of("LLM_ROUTER_ALLOWED_IPS", "10.0.0.0/8"));
        Arrival health = arrival(new Arrival.Peer("192.0.2.1", false, false), "GET /health",
            "origin: https://evil.example");
        assertEquals("{\"status\":\"ok\"}", body(door.admit(health, at(GatewayStage.DRAINING))));
        assertEquals("GET, HEAD", value(admit(door, arrival(LOCAL, "DELETE /health")), "allow"));
    }

    @Test
    void readySaysWhetherTheGatewayWillEndAndWhetherItsStateIsInTrouble() {
        Arrival ready = arrival(REMOTE, "GET /ready");
        assertEquals("Reply 503", words(LOCKED.admit(ready, at(GatewayStage.HANDING_OVER))));
        assertTrue(body(LOCKED.admit(ready, at(GatewayStage.DRAINING))).contains("\"draining\""));
        assertEquals("{\"status\":\"ok\",\"state\":\"disk full\"}",
            body(LOCKED.admit(ready, new Moment(NOW, GatewayStage.SERVING, "disk full", 0))));
        assertEquals("{\"status\":\"ok\",\"config\":\"The configuration file is refused since 1970-01-01T00:01:00Z; "
            + "the gateway goes on with the one before. GET /status says why.\"}",
            body(LOCKED.admit(ready, new Moment(NOW, GatewayStage.SERVING, null, 60))));
    }

    @Test
    void theOperatorsCommandsAreNoPathsOfThisListener() {
        assertEquals("Refuse 401", words(admit(LOCKED, arrival(REMOTE, "POST /control/stop"))));
        assertEquals("Refuse 404", words(admit(OPEN, arrival(LOCAL, "POST /control/stop", "host: localhost"))));
    }

    @Test
    void aListedOriginMayReadEveryAnswerAndARefusalToo() {
        var door = door(true, Map.of("LLM_ROUTER_CORS_ALLOWED_ORIGINS", "https://app.example"));
        Admission preflight = admit(door, arrival(REMOTE, "OPTIONS /v1/messages", "origin: https://app.example",
            "access-control-request-method: POST", "access-control-request-headers: x-api-key"));
        assertEquals("Reply 204", words(preflight));
        assertEquals("x-api-key",
            ((Admission.Reply) preflight.decision()).headers().get("access-control-allow-headers"));
        Admission refused = admit(door, arrival(REMOTE, "POST /v1/messages", "origin: https://app.example"));
        assertEquals("Refuse 401", words(refused));
        assertEquals("https://app.example", value(refused, "access-control-allow-origin"));
        Admission other = admit(door, arrival(REMOTE, "POST /v1/messages", "origin: https://evil.example",
            "x-api-key: " + KEY));
        assertEquals("Refuse 403", words(other));
        assertEquals(null, value(other, "access-control-allow-origin"));
    }

    @Test
    void aBrowserGetsThePageAndIsAskedForTheKey() {
        String html = "accept: text/html,*/*;q=0.8";
        Admission asked = admit(LOCKED, arrival(REMOTE, "GET /", html));
        assertEquals("AskForKey", words(asked));
        assertTrue(value(asked, "www-authenticate").startsWith("Basic "));
        assertEquals("accept", value(asked, "vary"));
        String password = "authorization: Basic "
            + Base64.getEncoder().encodeToString((":" + KEY).getBytes(StandardCharsets.UTF_8));
        assertEquals("ShowPage", words(admit(LOCKED, arrival(REMOTE, "GET /", html, password))));
        assertEquals("ShowPage", words(admit(LOCKED, arrival(REMOTE, "GET /", html, "x-api-key: " + KEY))));
        assertEquals("Refuse 401", words(admit(LOCKED, arrival(REMOTE, "GET /status", html, password))),
            "elsewhere a password is no key");
        assertEquals("ShowPage", words(admit(OPEN, arrival(LOCAL, "GET /", html, "host: localhost"))));
        for (String path : new String[] {"/", "/status", "/metrics"}) {
            assertEquals("Refuse 403", words(admit(OPEN, arrival(REMOTE, "GET " + path, html, "host: localhost"))),
                "only this machine: " + path);
        }
    }

    @Test
    void aGatewayWithoutItsLastKeyRefusesEveryRequestAndSaysWhatToDo() {
        var door = new FrontDoor(((ConfigOutcome.ValidConfig) ConfigReader.read(
            "{\"version\":2,\"providers\":[]}", "test.json")).config(), OfferedModels.NONE, true, 0, terms(Map.of()));
        assertTrue(door.locked() && door.keyRequired());
        assertFalse(LOCKED.locked() || OPEN.locked());
        for (String request : List.of("GET /v1/models", "POST /v1/messages", "GET /status", "GET /metrics")) {
            for (String key : List.of("x-api-key: " + KEY, "accept: */*")) {
                Admission answer = admit(door, arrival(LOCAL, request, key));
                assertEquals("Refuse 401", words(answer), request);
                String message = ((Admission.Refuse) answer.decision()).error().message();
                assertTrue(message.startsWith("This gateway has no key any more") && message.contains("add-key"),
                    message);
            }
        }
        Admission page = admit(door, arrival(LOCAL, "GET /", "accept: text/html"));
        assertEquals(new Admission.AskForKey(true), page.decision());
        assertEquals(null, value(page, "www-authenticate"));
        assertEquals("Reply 200", words(admit(door, arrival(REMOTE, "GET /health"))));
    }

    @Test
    void aClientKeyIsValidUntilItExpires() {
        Arrival request = arrival(REMOTE, "POST /v1/messages", "authorization: Bearer ci-key");
        assertEquals("Serve MESSAGES", words(LOCKED.admit(request, new Moment(1_000, GatewayStage.SERVING, null, 0))));
        assertEquals("Refuse 401", words(LOCKED.admit(request, new Moment(1_001, GatewayStage.SERVING, null, 0))));
    }

    @ParameterizedTest
    @EnumSource(GatewayStage.class)
    void aGatewayThatWillEndClosesItsConnectionsAndRefusesOnlyWhileItDrains(GatewayStage stage) {
        Admission chat = OPEN.admit(arrival(LOCAL, "POST /v1/chat/completions", "host: localhost"), at(stage));
        assertEquals(stage == GatewayStage.DRAINING ? "Refuse 503" : "Serve CHAT", words(chat));
        assertEquals(stage == GatewayStage.SERVING ? null : "close", value(chat, "connection"));
        assertEquals("ShowStatus", words(OPEN.admit(arrival(LOCAL, "GET /status", "host: localhost"), at(stage))));
    }

    @Test
    void modelsComeInTheShapeOfTheClientsFormat() {
        assertTrue(body(admit(LOCKED, arrival(REMOTE, "GET /v1/models", "x-api-key: " + KEY)))
            .startsWith("{\"object\":\"list\""));
        String page = body(admit(LOCKED, arrival(REMOTE, "GET /v1/models?limit=1&after_id=work", "x-api-key: " + KEY,
            "anthropic-version: 2023-06-01")));
        assertTrue(page.contains("\"first_id\":\"p/m\"") && page.contains("\"has_more\":true"), page);
        Admission wrong = admit(LOCKED, arrival(REMOTE, "GET /anthropic/v1/models?limit=x", "x-api-key: " + KEY));
        assertEquals("limit", ((Admission.Refuse) wrong.decision()).error().param());
    }

    @Test
    void anErrorIsWrittenInTheFormatOfTheClientAndNamesTheRequest() {
        Arrival messages = arrival(LOCAL, "POST /v1/messages");
        Admission.Reply claude = messages.refusal(((Admission.Refuse) admit(LOCKED, messages).decision()).error());
        assertTrue(claude.body().startsWith("{\"type\":\"error\""), claude.body());
        assertEquals("req_1", claude.headers().get("request-id"));
        Arrival chat = arrival(LOCAL, "POST /v1/chat/completions");
        Admission.Reply openai = chat.refusal(((Admission.Refuse) admit(LOCKED, chat).decision()).error());
        assertTrue(openai.body().startsWith("{\"error\":") && openai.body().contains("invalid_api_key"), openai.body());
    }

    @Test
    void refusalsShowNoControlCharactersOfTheClient() {
        String message = message(admit(LOCKED, arrival(LOCAL, "GET /\u001b[31m" + "x".repeat(200), "x-api-key: "
            + KEY)));
        assertFalse(message.chars().anyMatch(c -> c < ' '), message);
        assertTrue(message.length() < 200, message);
    }

    @Test
    void anExpiredKeyIsToldThatItExpiredAndWhen() {
        Arrival arrival = arrival(REMOTE, "POST /v1/messages", "host: localhost", "x-api-key: ci-key");
        assertEquals("Serve MESSAGES", words(admit(LOCKED, arrival)));
        for (long now : new long[] {1_001, 2_000}) {
            Admission late = LOCKED.admit(arrival, new Moment(now, GatewayStage.SERVING, null, 0));
            assertEquals("Refuse 401", words(late));
            assertEquals("The key of the client 'ci' expired at 1970-01-01T00:16:41Z. Ask the operator of this gateway "
                + "for a new key or a later date.", message(late));
        }
        Arrival both = arrival(REMOTE, "POST /v1/messages", "host: localhost", "x-api-key: ci-key",
            "authorization: Bearer " + KEY);
        assertEquals("Serve MESSAGES", words(LOCKED.admit(both, new Moment(2_000, GatewayStage.SERVING, null, 0))));
    }
}
