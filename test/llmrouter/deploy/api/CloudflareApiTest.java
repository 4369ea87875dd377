package llmrouter.deploy.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import llmrouter.config.Settings.SettingsOutcome.ValidSettings;
import llmrouter.config.read.SettingsReader;
import llmrouter.config.secrets.SecretWords;
import llmrouter.deploy.WorkerModules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CloudflareApiTest {
    private static final String TOKEN = "the-token-of-the-test";
    private static final CloudflareZone ZONE = new CloudflareZone("z", "example.com", "active");
    private static final String GOOD = "{\"success\":true,\"errors\":[],\"result\":[]}";

    /// What the server answers, in order; the last one again and again.
    private final ArrayDeque<Scripted> answers = new ArrayDeque<>();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private CloudflareApi api;

    private record Scripted(int status, String body, String header, String value) {}

    @BeforeEach
    void begin() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        var settings = ((ValidSettings) SettingsReader.read(_ -> null)).settings();
        var access = new ApiAccess("http://127.0.0.1:" + server.getAddress().getPort() + "/v4/", TOKEN);
        api = CloudflareApi.of(access, settings, Path.of("."), new ApiLimits(2_000, 2_000, 3, 5, 50));
    }

    @AfterEach
    void end() {
        api.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
            + exchange.getRequestHeaders().getFirst("authorization"));
        exchange.getRequestBody().readAllBytes();
        Scripted next = answers.size() > 1 ? answers.poll() : answers.peek();
        if (next.status() == 0) throw new IOException("cut");
        if (next.header() != null) exchange.getResponseHeaders().set(next.header(), next.value());
        byte[] body = next.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(next.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void script(int status, String body) {
        answers.add(new Scripted(status, body, null, null));
    }

    @Test
    void aReadIsRepeatedAfterTroublesOfTheApi() throws Exception {
        script(0, "");
        script(502, "<html>Bad gateway</html>");
        script(200, GOOD);
        assertEquals(List.of(), api.routes(ZONE));
        assertEquals(3, seen.size());
        assertEquals("GET /v4/zones/z/workers/routes Bearer " + TOKEN, seen.getFirst());
    }

    @Test
    void aRouteIsNotAddedTwice() {
        script(502, "");
        var error = assertThrows(CloudflareError.class, () -> api.addRoute(ZONE, "r.example.com/*", "w"));
        assertTrue(error.failure().reached());
        assertEquals(1, seen.size());
    }

    @Test
    void everyCallIsRepeatedWhereThereWereTooMany() throws Exception {
        answers.add(new Scripted(429, "{\"success\":false,\"errors\":[{\"code\":971,\"message\":\"slow down\"}]}",
            "retry-after", "0"));
        script(200, GOOD);
        api.addRoute(ZONE, "r.example.com/*", "w");
        assertEquals(2, seen.size());
    }

    @Test
    void anAnswerThatIsNotTheApisIsQuotedShortlyAndWithoutTheToken() {
        script(403, "<html>Proxy: you sent Bearer " + TOKEN + "\u001b[31m" + "x".repeat(500));
        var error = assertThrows(CloudflareError.class, () -> api.zones("a"));
        assertTrue(error.getMessage().startsWith("cannot list the zones: the answer is not what the API sends: <html>"),
            error.getMessage());
        assertTrue(error.getMessage().contains("Zone > Zone > Read"), error.getMessage());
        assertTrue(error.getMessage().length() < 500, error.getMessage());
        assertFalse(error.getMessage().contains(TOKEN) || error.getMessage().contains("\u001b"), error.getMessage());
    }

    @Test
    void anAnswerThatRepeatsASecretIsShownWithoutIt() {
        String secret = "Key-of-the-worker-12345";
        script(400, "{\"success\":false,\"errors\":[{\"code\":10021,\"message\":\"no good: "
            + "{\\\"text\\\":\\\"" + secret + "\\\"}\"}]}");
        var place = new WorkerPlace("a", "w");
        var error = assertThrows(CloudflareError.class, () -> api.putSecret(place, "LLM_ROUTER_MASTER_KEY", secret));
        assertTrue(error.getMessage().contains("no good: "), error.getMessage());
        assertFalse(error.getMessage().contains(secret), error.getMessage());
        var modules = new WorkerModules(new byte[1], new byte[1]);
        var upload = new WorkerUpload(modules, "2026-01-01", List.of(), List.of(), null,
            new SecretWords(List.of(secret)));
        error = assertThrows(CloudflareError.class, () -> api.upload(place, upload));
        assertFalse(error.getMessage().contains(secret), error.getMessage());
    }

    /// A Worker of another program would be taken for one that is not there.
    @Test
    void whatIsNoListOfObjectsIsNotTakenForAnEmptyOne() {
        for (String result : List.of("null", "\"x\"", "{}", "[5, null]")) {
            answers.clear();
            script(200, "{\"success\":true,\"errors\":[],\"result\":" + result + "}");
            for (var call : List.<Executable>of(
                () -> api.script(new WorkerPlace("a", "w")), () -> api.domains("a"), () -> api.routes(ZONE))) {
                var error = assertThrows(CloudflareError.class, call, result);
                assertTrue(error.getMessage().contains("the answer has no list") && error.isTrouble(),
                    error.getMessage());
            }
        }
    }

    @Test
    void whereThereIsNoListOfWorkersTheSettingsAreAsked() throws Exception {
        String nothing = "{\"success\":false,\"errors\":[{\"code\":7003,\"message\":\"no route\"}]}";
        var place = new WorkerPlace("a", "w");
        script(404, nothing);
        script(404, nothing.replace("7003", "10007"));
        assertNull(api.script(place));
        answers.clear();
        script(404, nothing);
        var wrongAccount = assertThrows(CloudflareError.class, () -> api.script(place));
        assertTrue(wrongAccount.getMessage().contains("check the account id"), wrongAccount.getMessage());
        answers.clear();
        script(404, nothing);
        script(200, "{\"success\":true,\"result\":{}}");
        script(200, "{\"success\":true,\"result\":[{\"name\":\"LLM_ROUTER_CONFIG_JSON\",\"type\":\"secret_text\"}]}");
        assertEquals("w", api.script(place).name());
    }

    @Test
    void aRouteThatIsGoneAlreadyNeedNotBeDeleted() throws Exception {
        script(404, "{\"success\":false,\"errors\":[{\"code\":10022,\"message\":\"route not found\"}]}");
        api.deleteRoute(ZONE, new WorkerRoute("r1", "r.example.com/*", "w"));
        assertEquals(1, seen.size());
    }

    @Test
    void aLongWaitIsToldAtOnce() {
        answers.add(new Scripted(429, "{\"success\":false,\"errors\":[]}", "retry-after", "86400"));
        var error = assertThrows(CloudflareError.class, () -> api.routes(ZONE));
        assertEquals(1, seen.size());
        assertTrue(error.getMessage().contains("Cloudflare wants no call for ") && error.isTrouble(),
            error.getMessage());
    }

    @Test
    void aGoodStatusWithoutTheApisWordsMayHaveWorked() {
        script(200, "<html>Log in</html>");
        var error = assertThrows(CloudflareError.class, () -> api.addRoute(ZONE, "r.example.com/*", "w"));
        assertTrue(error.failure().reached());
        assertTrue(error.getMessage().contains("a proxy or a login page of the network"), error.getMessage());
        answers.clear();
        script(401, "{\"success\":false,\"errors\":[{\"code\":1000,\"message\":\"Invalid API Token\"}]}");
        error = assertThrows(CloudflareError.class, () -> api.routes(ZONE));
        assertTrue(error.getMessage().contains("make a new one at") && !error.isTrouble(), error.getMessage());
    }

    @Test
    void aRedirectIsNotFollowed() {
        answers.add(new Scripted(302, "", "location", "http://127.0.0.1:" + server.getAddress().getPort() + "/stolen"));
        assertThrows(CloudflareError.class, () -> api.zones("a"));
        assertEquals(1, seen.size());
    }

    @Test
    void errorsOfTheApiAreReadLeniently() throws Exception {
        script(404, "{\"success\":false,\"errors\":[{\"code\":1,\"message\":\"outer\",\"error_chain\":[{\"code\":7003,"
            + "\"message\":\"inner\"}]}],\"result\":null} ");
        var error = assertThrows(CloudflareError.class, () -> api.zones("a"));
        assertEquals("cannot list the zones: inner (HTTP 404, code 7003); check the account id and the name of the "
            + "Worker", error.getMessage());
        answers.clear();
        script(200, "{\"success\":false,\"errors\":[]}");
        assertTrue(assertThrows(CloudflareError.class, () -> api.zones("a")).getMessage().contains("does not say why"));
        answers.clear();
        script(200, "{\"success\":true,\"result\":{\"surprise\":1}}");
        assertNull(api.subdomain("a"));
    }

    @Test
    void aHostThatIsNotThereIsSaid() throws Exception {
        int port = server.getAddress().getPort();
        server.stop(0);
        var error = assertThrows(CloudflareError.class, () -> api.zones("a"));
        assertTrue(error.getMessage().contains("there is no connection to 127.0.0.1"), error.getMessage() + port);
        assertFalse(error.failure().reached());
    }

    @Test
    void theTokenGoesOnlyOverHttpsOrToThisMachine() {
        for (String base : List.of("http://api.example.com/v4", "ftp://x", "api", "https://u:p@api.example.com",
            "http://127.0.0.1.example.com")) {
            assertTrue(new ApiAccess(base, TOKEN).problem().contains("CLOUDFLARE_API_BASE_URL"), base);
        }
        assertNull(new ApiAccess(ApiAccess.USUAL_BASE, TOKEN).problem());
        assertNull(ApiAccess.of(name -> name.equals("CLOUDFLARE_API_BASE_URL") ? "http://localhost:1/v4/" : null, TOKEN)
            .problem());
        assertEquals(ApiAccess.USUAL_BASE, ApiAccess.of(_ -> null, " " + TOKEN + "\n").baseUrl());
        assertTrue(new ApiAccess(ApiAccess.USUAL_BASE, "two words").problem().contains("copy it again"));
        assertFalse(new ApiAccess(ApiAccess.USUAL_BASE, TOKEN).toString().contains(TOKEN));
    }
}
