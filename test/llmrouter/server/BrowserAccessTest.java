package llmrouter.server;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.http.AcceptField;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Who gets the status page at `/`, and how.
class BrowserAccessTest {
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,"
        + "image/webp,*/*;q=0.8";

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> get(Gateway gateway, String path, String... headers) throws Exception {
        var request = gateway.request(path);
        for (int i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
        return gateway.send(request);
    }

    private static String type(HttpResponse<String> response) {
        return response.headers().firstValue("content-type").orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        true  | text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8
        true  | text/html
        true  | TEXT/HTML ; Q=0.5
        true  | text/*
        true  | text/html, */*
        true  | application/json;q=0.9, text/html;level=1;q=1.0
        true  | */*;q=0.1, text/html;q=0.2
        false | */*
        false | application/json
        false | application/json, text/html
        false | text/html;q=0.8, application/json
        false | text/html;q=0, */*;q=0.1
        false | text/html;q=0
        false | text/html;q=high
        false | text/html;q=2
        false | text/plain
        false | ''
        false | ,;,
        false | application/*, text/html;q=0.9
        """)
    void thePageIsForThoseWhoRatherHaveHtml(boolean html, String accept) {
        assertEquals(html, AcceptField.prefersHtml(HeaderMap.of(List.of(new Header("Accept", accept)))));
    }

    @Test
    void programsGetWhatTheyGotBefore() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            for (var response : List.of(get(gateway, "/"), get(gateway, "/", "accept", "*/*"),
                    get(gateway, "/", "accept", "application/json"))) {
                assertEquals("application/json", type(response));
                assertTrue(response.body().startsWith("{\"name\":\"llm-router\""), response.body());
                assertEquals("accept", response.headers().firstValue("vary").orElse(""));
            }
            assertEquals("application/json", type(gateway.send(gateway.request("/").method("HEAD",
                HttpRequest.BodyPublishers.noBody()).header("accept", BROWSER))));
            assertEquals("application/json", type(get(gateway, "/status", "accept", BROWSER)));
        }
    }

    @Test
    void aBrowserGetsThePageWithAllItsGuards() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            gateway.post(Samples.CHAT, Samples.chat(true).replace("Hi", "a-private-question"));
            var response = get(gateway, "/", "accept", BROWSER, "sec-fetch-site", "none");
            assertEquals(200, response.statusCode());
            assertEquals("text/html; charset=utf-8", type(response));
            assertEquals(1, response.headers().allValues("content-type").size());
            assertEquals("no-store", response.headers().firstValue("cache-control").orElse(""));
            assertEquals("nosniff", response.headers().firstValue("x-content-type-options").orElse(""));
            assertEquals("no-referrer", response.headers().firstValue("referrer-policy").orElse(""));
            assertTrue(response.headers().firstValue("content-security-policy").orElse("")
                .contains("frame-ancestors 'none'"));
            assertTrue(response.body().contains("<bdi>p/m</bdi>"), response.body());
            for (String secret : List.of("a-private-question", "Hello", Gateway.UPSTREAM_KEY)) {
                assertFalse(response.body().contains(secret), secret);
            }
        }
    }

    @Test
    void whatIsLoggedWithItsWordsIsRememberedWithoutThem(@TempDir Path folder) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream),
                        Map.of("LLM_ROUTER_REQUEST_LOG", folder.resolve("log").toString(),
                        "LLM_ROUTER_REQUEST_LOG_BODIES", "true"))) {
            gateway.post(Samples.CHAT, Samples.chat(false).replace("Hi", "a-private-question"));
            // a request is over a moment after its client has the answer
            String page = "";
            while (!page.contains("id=\"req_")) page = get(gateway, "/", "accept", BROWSER).body();
            assertFalse(page.contains("a-private-question"));
        }
        assertTrue(Files.readString(folder.resolve("log")).contains("a-private-question"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "origin"})
    void pagesOfOthersDoNotGetIt(String how) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.locked(Gateway.config("openai", upstream))) {
            String[] field = how.equals("origin")
                ? new String[] {"origin", "https://evil.example"} : new String[] {"sec-fetch-site", how};
            var response = get(gateway, "/", "accept", BROWSER, "authorization", basic("me:" + Gateway.KEY), field[0],
                field[1]);
            assertEquals(403, response.statusCode());
            assertEquals("application/json", type(response));
        }
    }

    @Test
    void whereAKeyIsAskedForItIsThePassword() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.locked(Gateway.config("openai", upstream))) {
            var locked = get(gateway, "/", "accept", BROWSER);
            assertEquals(401, locked.statusCode());
            assertEquals("Basic realm=\"llm-router\", charset=\"UTF-8\"",
                locked.headers().firstValue("www-authenticate").orElse(""));
            assertTrue(locked.headers().firstValue("content-security-policy").isPresent());
            assertEquals("no-store", locked.headers().firstValue("cache-control").orElse(""));
            assertFalse(locked.body().contains("p/m"), "a stranger learns nothing");
            for (String right : List.of(basic("me:" + Gateway.KEY), basic(":" + Gateway.KEY), "basic  "
                    + basic("a:" + Gateway.KEY).substring(6), "Bearer " + Gateway.KEY)) {
                assertEquals(200, get(gateway, "/", "accept", BROWSER, "authorization", right).statusCode(), right);
            }
            for (String wrong : List.of(basic(Gateway.KEY), basic(Gateway.KEY + ":"),
                    basic("me:" + Gateway.KEY + "x"), basic("me:"), "Basic", "Basic ???", basic("me:wrong")
                    + basic("me:" + Gateway.KEY))) {
                assertEquals(401, get(gateway, "/", "accept", BROWSER, "authorization", wrong).statusCode(), wrong);
            }
            assertEquals(401, get(gateway, "/?key=" + Gateway.KEY, "accept", BROWSER).statusCode());
            assertFalse(gateway.log().toString().contains(Gateway.KEY), "the key was logged");
        }
    }

    /// A browser that has signed in sends its credentials to every path, whichever page made it ask.
    @ParameterizedTest
    @ValueSource(strings = {"/status", "/metrics", "/v1/models", "/"})
    void whatABrowserRemembersOpensNothingElse(String path) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.locked(Gateway.config("openai", upstream))) {
            var response = get(gateway, path, "authorization", basic("me:" + Gateway.KEY));
            assertEquals(401, response.statusCode());
            for (String password : List.of(Gateway.KEY, "wrong")) {
                String body = get(gateway, path, "authorization", basic("x:" + password)).body();
                assertTrue(body.contains("Send the key as 'Authorization: Bearer KEY'"), body);
            }
            assertTrue(response.headers().firstValue("www-authenticate").isEmpty(),
                "only a browser's page may bring up a sign-in window");
            assertEquals(401, gateway.post(Samples.CHAT, Samples.chat(false), "authorization",
                basic("me:" + Gateway.KEY), "accept", BROWSER).statusCode());
            assertEquals(401, gateway.post("/", Samples.chat(false), "authorization", basic("me:" + Gateway.KEY),
                "accept", BROWSER).statusCode());
            assertEquals(0, upstream.seen().size());
        }
    }
}
