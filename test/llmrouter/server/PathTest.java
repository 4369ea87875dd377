package llmrouter.server;

import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Which paths there are, and that there are no others.
class PathTest {
    private static ScriptedUpstream upstream;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream(Samples.good("openai"));
        gateway = Gateway.with(Gateway.config("openai", upstream));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    private static String raw(String method, String target, String body) throws Exception {
        return gateway.raw(method + " " + target
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
            + body);
    }

    private static void answers(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/messages/", "/messages", "/anthropic", "/anthropic/v1/messages",
        "/anthropic/messages", "/v1/v1/messages", "/anthropic/v1/v1/messages?beta=true",
        "/v1/messages?beta=true", "/v1/messages/?a=/x&b=%2f", "//v1/messages", "///v1/messages", "/v1//messages",
        "/v1/messages//", "//v1//messages//?beta=true", "//anthropic//v1/messages", "/v1//v1/messages", "//messages/"})
    void messagesAreServed(String path) throws Exception {
        HttpResponse<String> answer = gateway.post(path, Samples.messages(false));
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("\"type\":\"message\""), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/v1/chat/completions/", "/chat/completions", "/openai",
        "/openai/v1/chat/completions", "/openai/chat/completions", "/v1/v1/chat/completions",
        "/openai/v1/v1/chat/completions", "/v1/chat/completions?api-version=1", "//v1/chat/completions",
        "/v1//chat/completions", "/v1/chat//completions", "/openai//v1//chat/completions///"})
    void chatIsServed(String path) throws Exception {
        HttpResponse<String> answer = gateway.post(path, Samples.chat(false));
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("\"choices\""), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/", "/route", "/router"})
    void commonPathsTellTheFormatFromTheRequest(String path) throws Exception {
        assertTrue(gateway.post(path, Samples.messages(false), "anthropic-version", "2023-06-01").body()
            .contains("\"type\":\"message\""));
        assertTrue(gateway.post(path, Samples.chat(false).replace("\"stream\"", "\"n\":1,\"stream\"")).body()
            .contains("\"choices\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"//a/v1/messages", "//127.0.0.1/v1/messages", "/v1//messages//admin", "//v1//files",
        "/v1/%2f/messages", "/v1/%2e%2e/v1/messages", "/v1/../v1/messages", "/./v1/messages", "/v1%2fmessages",
        "/v1/messages%2f", "/v1/messages;x=1", "/v1;a/messages", "/V1/messages", "/v1/Messages", "/v1/messages%00",
            "/v1/m%C3%A9ssages",
            "/v1/messages/admin", "/v1/messages/count_tokens/x",
        "/admin", "/config", "/metrics/../v1/messages", "/.env", "/v1/modelsx", "/healthz",
            "/static/../../etc/passwd", "/v1/files", "/v1beta/models"})
    void anythingElseIsA404InJson(String target) throws Exception {
        int before = upstream.seen().size();
        String answer = raw("POST", target, Samples.messages(false));
        answers(404, answer);
        assertTrue(answer.contains("Content-type: application/json"), answer);
        assertTrue(answer.contains("GET / lists the endpoints"), answer);
        assertEquals(before, upstream.seen().size());
    }

    @Test
    void anUnknownPathAnswersInTheFormatItSuggests() throws Exception {
        assertEquals("error", ((Json.Obj) Json.parse(gateway.post("/anthropic/v1/complete",
            "{}").body())).text("type"));
        assertEquals("error", ((Json.Obj) Json.parse(gateway.post("/v1/messages/batches", "{}").body())).text("type"));
        assertEquals("error", ((Json.Obj) Json.parse(gateway.post("/nowhere", "{}", "anthropic-version",
            "2023-06-01").body())).text("type"));
        assertEquals("invalid_request_error", ((Json.Obj) Json.parse(gateway.post("/openai/v1/files",
            "{}").body())).object("error").text("type"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        GET    | /v1/messages            | POST
        PUT    | /v1/chat/completions    | POST
        DELETE | /v1/messages/count_tokens | POST
        TRACE  | /v1/messages            | POST
        OPTIONS | /v1/messages           | POST
        GE     | /v1/models              | GET, HEAD
        POST   | /v1/models              | GET, HEAD
        DELETE | /v1/models/p%2Fm        | GET, HEAD
        POST   | /health                 | GET, HEAD
        POST   | /ready                  | GET, HEAD
        PUT    | /                       | GET, HEAD, POST
        GET    | /v1/responses           | POST
        """)
    void aWrongMethodIsA405ThatNamesTheRightOnes(String method, String path, String allow) throws Exception {
        String answer = raw(method, path, "");
        answers(405, answer);
        assertTrue(answer.contains("\r\nAllow: " + allow + "\r\n"), answer);
        assertTrue(answer.contains("Use " + allow), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/ready", "/v1/models", "/v1/models?limit=1000", "/models",
        "/anthropic/v1/models", "/openai/models", "/v1/models/p%2Fm", "/v1/v1/models", "/openai/v1/v1/models/p%2Fm",
        "///", "///health", "//v1/models", "/v1//models", "/v1/models//", "/v1//models//p%2Fm", "/v1/models/p/m//",
        "///status"})
    void whatCanBeReadHasAHeadToo(String path) throws Exception {
        String get = raw("GET", path, "");
        answers(200, get);
        assertTrue(get.contains("\r\n\r\n{"), get);
        String head = raw("HEAD", path, "");
        answers(200, head);
        assertTrue(head.endsWith("\r\n\r\n"), head);
    }

    /// What a further slash leads to is asked for as much as without it.
    @ParameterizedTest
    @ValueSource(strings = {"//v1/models", "/v1//models", "///status", "//metrics/", "///", "/v1//models//p%2Fm"})
    void aFurtherSlashOpensNothing(String path) throws Exception {
        try (var locked = Gateway.locked(Gateway.config("openai", upstream))) {
            String field = " HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1\r\n";
            answers(401, locked.raw("GET " + path + field + "\r\n"));
            answers(401, locked.raw("GET " + path + field + "Authorization: Bearer wrong\r\n\r\n"));
            answers(200, locked.raw("GET " + path + field + "Authorization: Bearer " + Gateway.KEY + "\r\n\r\n"));
            answers(403, locked.raw("GET " + path + field + "Origin: https://evil.example\r\n\r\n"));
        }
        answers(403, gateway.raw("GET " + path + " HTTP/1.1\r\nConnection: close\r\nHost: evil.example\r\n\r\n"));
        answers(403, gateway.raw("GET " + path
            + " HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: cross-site\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"//control/reload", "/control//reload", "//control//identity", "/control//stop"})
    void aFurtherSlashIsNoCommandOfTheOperator(String path) throws Exception {
        answers(404, raw("POST", path, ""));
    }

    @ParameterizedTest
    @CsvSource({"//v1/messages,405", "/v1//chat/completions,405", "/v1//nothing,404"})
    void theAnswerToAWrongRequestIsThatOfThePathItself(String path, int status) throws Exception {
        String answer = raw("GET", path, "");
        answers(status, answer);
        String plain = path.replace("//", "/");
        String changing = "req_\\w+|Date: .*|Content-length: .*";
        assertEquals(raw("GET", plain, "").replaceAll(changing, ""),
            answer.replace(path, plain).replaceAll(changing, ""));
    }

    @Test
    void modelsComeInTheShapeOfTheClient() throws Exception {
        Json.Obj openAi = (Json.Obj) Json.parse(gateway.send(gateway.request("/v1/models")).body());
        assertEquals("list", openAi.text("object"));
        Json.Obj anthropic = (Json.Obj) Json.parse(gateway.send(gateway.request("/v1/models?limit=1")
            .header("anthropic-version", "2023-06-01")).body());
        assertEquals(1, anthropic.items("data").size());
        assertTrue(anthropic.has("has_more") && anthropic.has("last_id"));
        assertEquals(400, gateway.send(gateway.request("/anthropic/v1/models?limit=x")).statusCode());
        assertEquals(404, gateway.send(gateway.request("/v1/models/nobody")).statusCode());
    }

    @Test
    void aWebSocketIsToldToUsePlainHttp() throws Exception {
        String answer = gateway.raw("GET /v1/responses HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        answers(426, answer);
        assertTrue(answer.contains("\r\nUpgrade: "), answer);
        assertTrue(answer.contains("plain HTTP"), answer);
    }

    @Test
    void countingTokensAlwaysAnswers() throws Exception {
        HttpResponse<String> answer = gateway.post("/v1/messages/count_tokens?beta=true",
            "{\"model\":\"p/m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]}");
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("true", answer.headers().firstValue("x-llm-router-estimated").orElse(""));
        assertTrue(((Json.Obj) Json.parse(answer.body())).number("input_tokens", 0) > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "GET /", "GET /\u0000 HTTP/1.1", "GET /%zz HTTP/1.1", "CONNECT a:1 HTTP/1.1",
        "GET mailto:x HTTP/1.1", "\u0016\u0003\u0001"})
    void whatIsNoHttpGetsNoService(String line) throws Exception {
        String answer = gateway.raw(line + "\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        assertFalse(answer.startsWith("HTTP/1.1 2"), answer);
        assertEquals(200, gateway.send(gateway.request("/health")).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 2\r\nTransfer-Encoding: chunked",
        "Content-Length: 2\r\nContent-Length: 3", "Content-Length: -1", "Content-Length: 99999999999999999999",
        "Content-Length: 2, 2", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity", "Bad Name: x",
            "Transfer-Encoding : chunked"})
    void ambiguousFramingIsRefused(String fields) throws Exception {
        int before = upstream.seen().size();
        String answer = gateway.raw("POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + fields
            + "\r\n\r\n{}");
        assertTrue(answer.startsWith("HTTP/1.1 400") || answer.startsWith("HTTP/1.1 501"), answer);
        assertEquals(before, upstream.seen().size());
    }

    @ParameterizedTest
    @CsvSource({"1,100000", "10000,10"})
    void hugeHeadsAreRefused(int fields, int length) throws Exception {
        var head = new StringBuilder("GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        for (int i = 0; i < fields; i++) {
            head.append("x-f").append(i).append(": ").append("v".repeat(length)).append("\r\n");
        }
        String answer;
        try {
            answer = gateway.raw(head + "\r\n");
        } catch (SocketException reset) {
            answer = reset.getMessage();
        }
        assertFalse(answer.startsWith("HTTP/1.1 2"), answer);
        assertEquals(200, gateway.send(gateway.request("/health")).statusCode());
    }

    @Test
    void oldClientsAreServedWithoutChunks() throws Exception {
        String body = Samples.chat(true);
        String answer = gateway.raw("POST /v1/chat/completions HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Length: "
            + body.length() + "\r\n\r\n" + body);
        answers(200, answer);
        assertFalse(answer.toLowerCase(Locale.ROOT).contains("transfer-encoding"), answer);
        assertTrue(answer.endsWith("data: [DONE]\n\n"), answer);
    }

    @Test
    void aGatewayThatIsItsOwnProviderSaysSo() throws Exception {
        try (var dummy = new ScriptedUpstream(Samples.good("openai"));
                var self = Gateway.with(Gateway.config("openai", dummy))) {
            self.server().replace(Gateway.config(Gateway.config("openai", dummy)
                .replace(dummy.url(), "http://127.0.0.1:" + self.port() + "/v1")));
            HttpResponse<String> answer = self.send(self.request(Samples.CHAT)
                .POST(BodyPublishers.ofString(Samples.chat(false))));
            assertEquals(508, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("its own provider"), answer.body());
        }
    }
}
