package llmrouter.upstream.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.files.TlsFiles;
import llmrouter.scripted.Keystores;
import llmrouter.scripted.ScriptedProxy;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.server.Gateway;
import llmrouter.server.Samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Calls through proxies of every kind, over real sockets, from the client to the provider.
class ProxiedCallsTest {
    private static final String LOGIN = "me:p@ss:w%rd";
    private static final String WRITTEN = "me:p%40ss:w%25rd@";

    @TempDir
    private static Path folder;
    private static Path keys;
    private static Path authority;

    @BeforeAll
    static void keys() throws Exception {
        keys = Keystores.make(folder.resolve("k.p12"), Keystores.LOCAL + ",dns:provider.test");
        authority = Keystores.pem(keys);
    }

    private static Map<String, String> env(String... pairs) {
        var env = new HashMap<>(Map.of("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1", "LLM_ROUTER_CA_FILE",
            authority.toString(), "LLM_ROUTER_CONNECT_TIMEOUT_MS", "1500"));
        for (int i = 0; i < pairs.length; i += 2) env.put(pairs[i], pairs[i + 1]);
        return env;
    }

    private static ScriptedUpstream provider(boolean secure, Script... scripts) throws IOException {
        return secure ? ScriptedUpstream.secure(TlsFiles.listening(keys, Keystores.PASSWORD).context(), scripts)
            : new ScriptedUpstream(scripts);
    }

    private static String config(boolean secure, String more) {
        return "{\"version\":2,\"providers\":[{\"id\":\"p\",\"baseUrl\":\"http" + (secure ? "s" : "")
            + "://provider.test/v1\",\"format\":\"openai\",\"apiKey\":\"" + Gateway.UPSTREAM_KEY
            + "\",\"models\":[\"m\"]" + more + "}]}";
    }

    private static HttpResponse<String> ask(String config, Map<String, String> env) throws Exception {
        try (var gateway = Gateway.with(config, env)) {
            return gateway.post(Samples.CHAT, Samples.chat(false));
        }
    }

    /// The message of the error that the client gets from a proxy that is at fault.
    private static String fault(boolean secure, Map<String, String> env) throws Exception {
        HttpResponse<String> answer = ask(config(secure, ""), env);
        assertEquals(502, answer.statusCode(), answer.body());
        assertFalse(answer.body().contains("p@ss") || answer.body().contains("p%40ss"), answer.body());
        return answer.body();
    }

    @ParameterizedTest
    @CsvSource({"socks5,true", "socks5,false", "socks5h,true", "socks,false", "http,true", "http,false"})
    void everyKindOfProxyReachesTheProviderWithItsLoginAndLooksUpItsName(String scheme, boolean secure)
            throws Exception {
        try (var provider = provider(secure, Samples.good("openai"));
                var proxy = scheme.equals("http") ? ScriptedProxy.http(provider.port(), LOGIN)
                    : ScriptedProxy.socks(provider.port(), LOGIN)) {
            HttpResponse<String> answer = ask(config(secure, ""),
                env("ALL_PROXY", scheme + "://" + WRITTEN + proxy.place()));
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(List.of(LOGIN), proxy.logins().stream().distinct().toList());
            assertTrue(proxy.asked().getFirst().contains("provider.test"), proxy.asked().toString());
            var seen = provider.seen().getFirst();
            assertNull(seen.headers().get("proxy-authorization"));
            assertEquals("provider.test", seen.headers().get("host"));
            boolean whole = scheme.equals("http") && !secure;
            assertEquals("POST " + (whole ? "http://provider.test" : "") + "/v1/chat/completions HTTP/1.1",
                seen.requestLine());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProxyMayBeCalledThroughTls(boolean secure) throws Exception {
        try (var provider = provider(secure, Samples.good("openai"));
                var proxy = ScriptedProxy.secure(TlsFiles.listening(keys, Keystores.PASSWORD).context(),
                    provider.port(), LOGIN)) {
            HttpResponse<String> answer = ask(config(secure, ""),
                env("ALL_PROXY", "https://" + WRITTEN + proxy.place()));
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(LOGIN, proxy.logins().getFirst());
        }
    }

    private static String chunk(String text) {
        return ("data: {'id':'c','object':'chat.completion.chunk','created':1,'model':'m','choices':[{'index':0,"
            + "'delta':{'role':'assistant','content':'" + text + "'},'finish_reason':null}]}\n\n").replace('\'', '"');
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void streamsComePieceByPieceThroughSocks(boolean secure) throws Exception {
        var second = new CompletableFuture<Void>();
        try (var provider = provider(secure, wire -> {
            wire.stream().send(chunk("one "));
            await(second);
            wire.send(chunk("two") + chunk("").replace("null", "\"stop\"") + "data: [DONE]\n\n").close();
        });
                var proxy = ScriptedProxy.socks(provider.port(), null);
                var gateway = Gateway.with(config(secure, ""), env("ALL_PROXY", "socks5://" + proxy.place()));
                var body = gateway.open(Samples.CHAT, Samples.chat(true)).body()) {
            StringBuilder got = firstPiece(body);
            second.complete(null);
            got.append(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            assertTrue(got.indexOf("two") > 0 && got.indexOf("[DONE]") > 0, got.toString());
        }
    }

    /// What came up to the first piece of the answer; heartbeats may come before it.
    private static StringBuilder firstPiece(InputStream body) throws IOException {
        var got = new StringBuilder();
        while (got.indexOf("one ") < 0) {
            int c = body.read();
            assertTrue(c >= 0, "the stream ended after: " + got);
            got.append((char) c);
        }
        return got;
    }

    private static void await(CompletableFuture<Void> event) throws InterruptedException {
        try {
            event.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerThatIsCutBehindTheProxyIsNoWholeOne(boolean secure) throws Exception {
        try (var provider = provider(secure, wire -> {
            wire.stream().send(chunk("one "));
            wire.reset();
        });
                var proxy = ScriptedProxy.socks(provider.port(), null);
                var gateway = Gateway.with(config(secure, ""), env("ALL_PROXY", "socks5://" + proxy.place()))) {
            HttpResponse<String> answer = gateway.post(Samples.CHAT, Samples.chat(true));
            assertTrue(answer.statusCode() == 502 || answer.body().contains("\"error\""), answer.body());
            assertFalse(answer.body().contains("[DONE]"), answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientThatLeavesEndsTheCallBehindTheProxy(boolean secure) throws Exception {
        var gone = new CompletableFuture<Void>();
        try (var provider = provider(secure, wire -> {
            wire.stream().send(chunk("one "));
            wire.awaitDeparture();
            gone.complete(null);
        });
                var proxy = ScriptedProxy.socks(provider.port(), null);
                var gateway = Gateway.with(config(secure, ""), env("ALL_PROXY", "socks5://" + proxy.place(),
                    "LLM_ROUTER_HEARTBEAT_MS", "20"))) {
            try (var body = gateway.open(Samples.CHAT, Samples.chat(true)).body()) {
                firstPiece(body);
            }
            await(gone);
        }
    }

    @Test
    void aTunnelIsUsedAgain() throws Exception {
        try (var provider = provider(true, Samples.good("openai"));
                var proxy = ScriptedProxy.socks(provider.port(), null);
                var gateway = Gateway.with(config(true, ""), env("ALL_PROXY", "socks5://" + proxy.place()))) {
            for (int i = 0; i < 3; i++) assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode());
            assertEquals(List.of("provider.test:443"), proxy.asked());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyPlainRequestThroughSocksHasAConnectionOfItsOwn(boolean slash) throws Exception {
        try (var provider = provider(false, Samples.good("openai"));
                var proxy = ScriptedProxy.socks(provider.port(), null);
                var gateway = Gateway.with(config(false, "").replace("test/v1", slash ? "test:8080/v1/" : "test/v1"),
                    env("ALL_PROXY", "socks5://" + proxy.place()))) {
            for (int i = 0; i < 3; i++) assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode());
            String asked = slash ? "provider.test:8080" : "provider.test:80";
            assertEquals(List.of(asked, asked, asked), proxy.asked());
            assertEquals("POST /v1/chat/completions HTTP/1.1", provider.seen().getLast().requestLine());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5", "http", "https"})
    void aProxyThatIsDownIsNamed(String scheme) throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        for (boolean secure : new boolean[] {true, false}) {
            String said = fault(secure, env("HTTPS_PROXY", scheme + "://" + WRITTEN + "127.0.0.1:" + port,
                "HTTP_PROXY", scheme + "://" + WRITTEN + "127.0.0.1:" + port));
            assertTrue(said.contains("the proxy 127.0.0.1:" + port + " (HTTP" + (secure ? "S" : "")
                + "_PROXY) cannot be reached: connection refused"), said);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5", "http", "https"})
    void aProxyWhoseNameIsUnknownIsNamed(String scheme) throws Exception {
        for (boolean secure : new boolean[] {true, false}) {
            String said = fault(secure, env("ALL_PROXY", scheme + "://proxy.invalid:9"));
            assertTrue(said.contains("the proxy proxy.invalid:9 (ALL_PROXY) cannot be found: its name is unknown"),
                said);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "HTTP/1.1 403 Forbidden|refused a connection to provider.test:443 (status 403)",
        "HTTP/1.1 503 X\\nX-Squid-Error: ERR_DNS_FAIL 0|could not connect to provider.test:443 (status 503, ERR_DNS",
        "HTTP/1.1 502 X\\nProxy-Status: px; error=dns_error|could not connect to provider.test:443 (status 502, dns_e",
        "HTTP/1.1 301 X\\nLocation: http://login.test|refused a connection to provider.test:443 (status 301)",
        "HTTP/1.1 407 X\\nProxy-Authenticate: Basic realm=a|wants a login (status 407); write USER:PASSWORD@ before",
        "HTTP/1.1 401 X|wants a login (status 401)",
        "HTTP/1.1 407 X\\nProxy-Authenticate: NTLM\\nProxy-Authenticate: X|wants a login of the kind NTLM, which",
        "HTTP/1.1 407 X\\nProxy-Authenticate: NTLM|wants a login of the kind NTLM, which is not served",
        "HTTP/1.1 407 X\\nProxy-Authenticate: Negotiate\\nProxy-Authenticate: Basic realm=a|wants a login (status 407)",
        "SSH-2.0-x|does not answer in HTTP", "HTTP/2 oh|closed the connection, or sent something that is not HTTP"})
    void aProxyThatRefusesATunnelIsNamedWithItsReason(String head, String reason) throws Exception {
        try (var proxy = new ScriptedUpstream(wire -> wire.send(head.replace("\\n", "\r\n")
            + "\r\ncontent-length: 4\r\n\r\npage").close())) {
            String said = fault(true, env("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port()));
            assertTrue(said.contains("the proxy 127.0.0.1:" + proxy.port() + " (HTTPS_PROXY) " + reason), said);
            assertTrue(proxy.seen().getFirst().requestLine().startsWith("CONNECT provider.test:443 "));
            assertFalse(proxy.seen().toString().contains(Gateway.UPSTREAM_KEY));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLoginThatIsRefusedIsNeverTheProvidersNorThe407(boolean secure) throws Exception {
        try (var proxy = ScriptedProxy.http(1, "other:login")) {
            String said = fault(secure, env("ALL_PROXY", "http://" + WRITTEN + proxy.place()));
            assertTrue(said.contains("(ALL_PROXY) refused the login in ALL_PROXY (status 407); correct it"), said);
            said = fault(secure, env("ALL_PROXY", "http://" + proxy.place()));
            assertTrue(said.contains("(ALL_PROXY) wants a login (status 407)"), said);
        }
        try (var proxy = ScriptedProxy.socks(1, "other:login")) {
            String said = fault(secure, env("ALL_PROXY", "socks5://" + WRITTEN + proxy.place()));
            assertTrue(said.contains("(ALL_PROXY) refused the login in ALL_PROXY; correct it"), said);
            said = fault(secure, env("ALL_PROXY", "socks5://" + proxy.place()));
            assertTrue(said.contains("(ALL_PROXY) wants a login; write USER:PASSWORD@"), said);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1|could not connect to provider.test:443 (general failure)",
        "2|does not allow connections to provider.test:443 (its rules forbid it)",
        "3|could not connect to provider.test:443 (network unreachable)",
        "4|could not connect to provider.test:443 (host unreachable",
        "5|could not connect to provider.test:443 (connection refused)",
        "6|could not connect to provider.test:443 (the way is too long",
        "7|does not serve connections to other hosts", "8|does not take the address of provider.test:443",
        "99|could not connect to provider.test:443 (SOCKS reply 99)"})
    void everyReplyOfASocksProxyHasWords(int reply, String words) throws Exception {
        try (var proxy = ScriptedProxy.replying(5, reply, 0, 1, 0, 0, 0, 0, 0, 0)) {
            String said = fault(true, env("ALL_PROXY", "socks5://" + proxy.place()));
            assertTrue(said.contains("the proxy " + proxy.place() + " (ALL_PROXY) " + words), said);
        }
    }

    @Test
    void aSocksProxyThatClosesOrIsNoneIsNamed() throws Exception {
        var talks = Map.<String, ScriptedProxy.Talk>of(
            "closed the connection without an answer", (_, client) -> client.getInputStream().read(),
            "answers in HTTP and not in SOCKS 5", (_, client) -> said(client, "HTTP/1.1 400 Bad\r\n\r\n"),
            "does not answer in SOCKS 5", (_, client) -> said(client, "\u0004\u0000"),
            "wants a kind of login that is not served", (_, client) -> said(client, "\u0005\u0001"),
            "did not connect within 1500 ms", (_, client) -> client.getInputStream().transferTo(
                OutputStream.nullOutputStream()));
        for (var talk : talks.entrySet()) {
            try (var proxy = new ScriptedProxy(talk.getValue())) {
                String said = fault(true, env("ALL_PROXY", "socks5://a:b@" + proxy.place()));
                assertTrue(said.contains("the proxy " + proxy.place() + " (ALL_PROXY) " + talk.getKey()), said);
            }
        }
    }

    private static void said(Socket client, String bytes) throws IOException {
        client.getInputStream().read();
        client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5", "http"})
    void aServerThatIsSilentInTheTlsHandshakeBehindAProxyIsLeft(String scheme) throws Exception {
        try (var silent = new ServerSocket(0);
                var proxy = scheme.equals("http") ? ScriptedProxy.http(silent.getLocalPort(), null)
                    : ScriptedProxy.socks(silent.getLocalPort(), null)) {
            HttpResponse<String> answer = ask(config(true, ""), env("ALL_PROXY", scheme + "://" + proxy.place(),
                "LLM_ROUTER_CONNECT_TIMEOUT_MS", "300"));
            assertEquals(504, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("to provider.test failed: the TLS handshake took too long."),
                answer.body());
        }
    }

    @Test
    void aProxyThatIsSilentOrClosesIsNamed() throws Exception {
        try (var proxy = new ScriptedUpstream(wire -> wire.awaitDeparture())) {
            String said = fault(true, env("ALL_PROXY", "http://127.0.0.1:" + proxy.port()));
            assertTrue(said.contains("(ALL_PROXY) did not connect within 1500 ms"), said);
        }
        try (var proxy = new ScriptedUpstream(wire -> wire.close())) {
            String said = fault(true, env("ALL_PROXY", "http://127.0.0.1:" + proxy.port()));
            assertTrue(said.contains("(ALL_PROXY) closed the connection without an answer"), said);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "407 X\\nProxy-Authenticate: Basic|(HTTP_PROXY) wants a login (status 407)",
        "503 X\\nX-Squid-Error: ERR_CONNECT_FAIL 111|could not connect to provider.test:80 (status 503, ERR_CONNECT",
        "502 X\\nProxy-Status: gw; error=connection_refused|could not connect to provider.test:80 (status 502, conn",
        "500 X\\nServer: tinyproxy/1.11.1\\nContent-Type: text/html|could not connect to provider.test:80 (status 5",
        "403 X\\nServer: squid/6\\nContent-Type: text/html|refused a request to provider.test:80 (status 403)"})
    void thePagesOfAProxyAreNotTheProviders(String head, String reason) throws Exception {
        try (var proxy = new ScriptedUpstream(wire -> wire.send("HTTP/1.1 " + head.replace("\\n", "\r\n")
            + "\r\ncontent-length: 4\r\n\r\npage"))) {
            String said = fault(false, env("HTTP_PROXY", "http://127.0.0.1:" + proxy.port()));
            assertTrue(said.contains("the proxy 127.0.0.1:" + proxy.port() + " (HTTP_PROXY) "), said);
            assertTrue(said.contains(reason), said);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via: 1.1 squid", "Server: squid", "Proxy-Status: edge; received-status=429",
        "X-Cache: MISS from proxy"})
    void anAnswerThatTheProxyPassesOnIsTheProviders(String field) throws Exception {
        String error = "{\"error\":{\"message\":\"slow down\"}}";
        try (var proxy = new ScriptedUpstream(wire -> wire.json(429, error, field))) {
            HttpResponse<String> answer = ask(config(false, ""), env("HTTP_PROXY", "127.0.0.1:" + proxy.port()));
            assertEquals(429, answer.statusCode());
            assertTrue(answer.body().contains("slow down"), answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFaultOfTheProxyIsNoStrikeAndTheNextCandidateAnswers(boolean secure) throws Exception {
        try (var proxy = ScriptedProxy.replying(5, 1, 0, 1, 0, 0, 0, 0, 0, 0);
                var direct = new ScriptedUpstream(Samples.good("openai"))) {
            String second = "'models':[{'id':'m','fallbackModels':['q/m']}]},{'id':'q','baseUrl':'" + direct.url()
                + "','format':'openai','models':['m']}";
            String both = config(secure, "").replace("\"models\":[\"m\"]}", second.replace('\'', '"'));
            try (var gateway = Gateway.with(both, env("ALL_PROXY", "socks5://" + proxy.place(),
                    "LLM_ROUTER_FALLBACK_CIRCUIT_FAILURES", "1"))) {
                for (int i = 0; i < 3; i++) {
                    HttpResponse<String> answer = gateway.post(Samples.CHAT, Samples.chat(false));
                    assertEquals(200, answer.statusCode(), answer.body());
                }
                String status = gateway.send(gateway.request("/status")).body();
                assertFalse(status.contains("circuit open") || status.contains("\"cooldowns\":[{"), status);
            }
        }
    }

    @Test
    void aProviderMayHaveItsOwnProxyOrNone() throws Exception {
        try (var provider = provider(false, Samples.good("openai"));
                var own = ScriptedProxy.socks(provider.port(), LOGIN);
                var other = ScriptedProxy.socks(1, null)) {
            var env = env("ALL_PROXY", "socks5://" + other.place(), "NO_PROXY", "provider.test:443");
            String proxy = ",\"proxy\":\"socks5h://" + WRITTEN + own.place() + "\"";
            assertEquals(200, ask(config(false, proxy), env).statusCode());
            assertEquals(List.of("provider.test:80"), own.asked());
            assertEquals(200, ask(config(false, ",\"proxy\":false")
                .replace("http://provider.test", "http://127.0.0.1:" + provider.port()), env).statusCode());
            String said = ask(config(false, ",\"proxy\":\"none\"")
                .replace("provider.test", "provider.invalid"), env).body();
            assertTrue(said.contains("unknown host"), said);
            assertTrue(other.asked().isEmpty());
            String wrong = ask(config(false, proxy.replace("p%40ss", "hush")), env).body();
            assertTrue(wrong.contains("(\\\"proxy\\\" of provider p) refused the login"), wrong);
            assertFalse(wrong.contains("hush"), wrong);
        }
    }

}
