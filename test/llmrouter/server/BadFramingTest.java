package llmrouter.server;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.scripted.ScriptedUpstream;

import static llmrouter.server.BadInput.row;
import static llmrouter.server.BadInput.target;

/// HTTP that is torn, ambiguous, oversized or of another age, and paths that lead nowhere.
class BadFramingTest {
    private static final String BODY = Samples.chat(false);
    private static final String HEX = Integer.toHexString(BODY.length());

    private static ScriptedUpstream upstream;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream(Samples.good("openai"));
        gateway = Gateway.with(Gateway.config("openai", upstream), new ClientTimes(1000, 1000, 1000, 60_000));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    /// With these fields and no others, and whatever stands behind them.
    private static String framed(String fields, String rest) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n" + fields + "\r\n\r\n" + rest;
    }

    private static String chunked(String chunks) {
        return framed("Transfer-Encoding: chunked", chunks);
    }

    private static String get(String fields) {
        return "GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n" + fields + "\r\n";
    }

    static List<BadInput> framing() {
        String length = "Content-Length: " + BODY.length();
        return List.of(
            row("CL and TE", "400* closed", framed(length + "\r\nTransfer-Encoding: chunked", BODY)),
            row("CL twice, different", "400* closed", framed(length + "\r\nContent-Length: 3", BODY)),
            row("CL twice, the same", "400* closed", framed(length + "\r\n" + length, BODY)),
            row("CL list", "400* closed", framed("Content-Length: 2, 2", "{}")),
            row("CL negative", "400* closed", framed("Content-Length: -1", "{}")),
            row("CL with a sign", "400 closed", framed("Content-Length: +" + BODY.length(), BODY)),
            row("CL hexadecimal", "400* closed", framed("Content-Length: 0x2", "{}")),
            row("CL empty", "400* closed", framed("Content-Length: ", "{}")),
            row("CL of 20 digits", "400* closed", framed("Content-Length: 99999999999999999999", "{}")),
            row("CL of 2^63-1", "413 closed", framed("Content-Length: 9223372036854775807", "{}")).thenStopsSending(),
            row("CL larger than the body, then nothing", "408 closed", framed("Content-Length: 500", BODY)),
            row("CL larger than the body, then half-close", "400 closed", framed("Content-Length: 500", BODY))
                .thenStopsSending(),
            row("CL smaller than the body", "200 400* closed", framed(length, BODY + "trailing rubbish\r\n\r\n")),
            row("no CL and no TE", "400 400* closed", framed("X-A: b", BODY + "\r\n\r\n")),
            row("TE of an unknown coding", "501* closed", framed("Transfer-Encoding: gzip, chunked", BODY)),
            row("TE identity", "501* closed", framed("Transfer-Encoding: identity", BODY)),
            row("TE behind a vertical tab", "200", framed("Transfer-Encoding: \u000bchunked", HEX + "\r\n" + BODY
                + "\r\n0\r\n\r\n")),
            row("TE twice", "501* closed", framed("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", BODY)),
            row("TE with a space before the colon", "400* closed", framed("Transfer-Encoding : chunked", BODY)),
            row("TE in HTTP/1.0", "400 closed", chunked(HEX + "\r\n" + BODY + "\r\n0\r\n\r\n").replace("HTTP/1.1",
                "HTTP/1.0")),
            row("chunks", "200", chunked(HEX + "\r\n" + BODY + "\r\n0\r\n\r\n")),
            row("chunk extensions", "200", chunked(HEX + ";name=\"value\"\r\n" + BODY + "\r\n0;x\r\n\r\n")),
            row("chunk extension of 10 kB", "400 closed",
                chunked(HEX + ";" + "x".repeat(10_000) + "\r\n" + BODY + "\r\n0\r\n\r\n")),
            row("chunk size of no number", "400 closed", chunked("zz\r\n{}\r\n0\r\n\r\n")),
            row("chunk size negative", "400 closed", chunked("-1\r\n{}\r\n")),
            row("chunk size of 2^32-1", "400 closed", chunked("ffffffff\r\n{}\r\n0\r\n\r\n")),
            row("chunk size of 17 digits", "400 closed", chunked("fffffffffffffffff\r\n{}")),
            row("chunk longer than it says", "400 closed", chunked("2\r\n{}xx0\r\n\r\n")),
            row("chunks with bare LF", "400 closed", chunked(HEX + "\n" + BODY + "\n0\n\n")).thenStopsSending(),
            row("chunks that do not end", "408 closed", chunked(HEX + "\r\n" + BODY + "\r\n")),
            row("trailers", "400 closed", chunked(HEX + "\r\n" + BODY + "\r\n0\r\nX-Trailer: y\r\n\r\n")),
            row("bare LF in the request line", "closed", "GET /v1/models HTTP/1.1\nHost: 127.0.0.1\n\n"),
            row("bare LF between fields", "200", "GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\nX-A: b\n\n"),
            row("folded field", "200", get("X-A: b\r\n c\r\n")),
            row("space before the first field", "400* closed",
                "GET /v1/models HTTP/1.1\r\n X-A: b\r\nHost: 127.0.0.1\r\n\r\n"),
            row("field without a name", "400* closed", get(": b\r\n")),
            row("field without a colon", "400* closed", get("Rubbish\r\n")),
            row("field name with a space", "400* closed", get("Bad Name: x\r\n")),
            row("field name with NUL", "400* closed", get("X-\u0000: x\r\n")),
            row("NUL in a field", "400 closed", get("X-A: b\u0000c\r\n")),
            row("bare CR between fields", "200", get("X-A: b\rX-B: c\r\n")),
            row("escape sequence in a field", "400 closed", get("User-Agent: a\u001b[31mred\r\n")),
            row("bytes beyond ASCII in a field", "200", get("X-A: b\u00e4\u00ff\r\n")),
            row("32 kB in one field", "200", get("X-A: " + "v".repeat(32_000) + "\r\n")),
            row("35 kB in one field", "431 closed", get("X-A: " + "v".repeat(35_000) + "\r\n")),
            row("100 kB in one field", "closed", get("X-A: " + "v".repeat(100_000) + "\r\n")),
            row("two hosts", "400 closed", get("Host: evil.example\r\n")),
            row("the same host twice", "400 closed", get("host: 127.0.0.1\r\n")),
            row("a host with a path", "400 closed", get("").replace("127.0.0.1", "127.0.0.1/x")),
            row("a list of hosts", "400 closed", get("").replace("127.0.0.1", "127.0.0.1, evil.example")),
            row("a target of another host", "400 closed", get("").replace("/v1/", "http://localhost/v1/")),
            row("a target of the same host", "200", get("").replace("/v1/", "http://127.0.0.1/v1/")),
            row("DEL in a coding", "501* closed", framed("Transfer-Encoding: chunked\u007f", BODY)),
            row("a tab in a length", "400* closed", framed("Content-Length: 1\t2", BODY)),
            row("1 MB in one field", "closed", get("X-A: " + "v".repeat(1_000_000) + "\r\n")),
            row("300 fields", "431 closed", get("X-A: b\r\n".repeat(300))),
            row("10k fields", "closed", get(fields(10_000))),
            row("target of 10 kB", "414 closed", target("GET", "/" + "a".repeat(10_000))),
            row("target of 1 MB", "closed", target("GET", "/" + "a".repeat(1_000_000))),
            row("Upgrade to HTTP/2 is passed over", "200",
                get("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                    + "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n")),
            row("Upgrade to a WebSocket", "426", get("Upgrade: websocket\r\n").replace("/v1/models", "/v1/responses")),
            row("Expect: 100-continue", "100 200", framed(length + "\r\nExpect: 100-continue", BODY)),
            row("an unknown Expect", "200", framed(length + "\r\nExpect: the-unexpected", BODY)),
            row("pipelined", "200 200 200", get("") + get("") + get("")),
            row("pipelined behind a refusal", "404 200", get("").replace("/v1/models", "/nowhere") + get("")),
            row("HTTP/1.0", "200 closed", "GET /v1/models HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"),
            row("HTTP/0.9", "400* closed", "GET /\r\n\r\n"),
            row("HTTP/2.0", "505 closed", get("").replace("HTTP/1.1", "HTTP/2.0")),
            row("HTTP/2 at once", "404* closed", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            row("no HTTP at all", "400* closed", "SSH-2.0-OpenSSH_9.7\r\n\r\n"),
            row("TLS", "closed", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003")
                .thenStopsSending(),
            row("HEAD", "200", "HEAD /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
            row("HEAD with a body that never comes", "closed",
                "HEAD /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n"),
            row("TRACE", "405", target("TRACE", "/v1/messages")),
            row("CONNECT to a name", "closed", target("CONNECT", "example.com:443")),
            row("CONNECT to an address", "400* closed", target("CONNECT", "10.0.0.1:443")),
            row("a method of 10 kB", "405", target("A".repeat(10_000), "/v1/messages")),
            row("OPTIONS *", "404* closed", target("OPTIONS", "*")),
            row("slow header", "closed", "GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\nX-"),
            row("slow body", "408 closed", framed(length, BODY.substring(0, 20))),
            row("not a byte, then half-close", "closed", "").thenStopsSending(),
            row("half-close in the header", "closed", "GET /v1/mod").thenStopsSending(),
            row("half-close behind the request", "200", get("")).thenStopsSending(),
            row("reset in the header", "closed", "GET /v1/mod").thenResets(),
            row("reset in the body", "closed", framed(length, BODY.substring(0, 20))).thenResets());
    }

    private static String fields(int count) {
        var out = new StringBuilder();
        for (int i = 0; i < count; i++) out.append("X-").append(i).append(": b\r\n");
        return out.toString();
    }

    @ParameterizedTest
    @MethodSource("framing")
    void badFramingHasItsAnswer(BadInput bad) throws Exception {
        bad.check(gateway, upstream);
    }

    static List<BadInput> paths() {
        return List.of(
            row("two slashes in front", "200", target("POST", "//v1/chat/completions")),
            row("two slashes within", "200", target("POST", "/v1//chat/completions")),
            row("another host behind two slashes", "400 closed",
                target("POST", "http://evil.example//v1/chat/completions")),
            row("/v1/%2e%2e/", "404", target("POST", "/v1/%2e%2e/v1/chat/completions")),
            row("/../", "404", target("POST", "/v1/../v1/chat/completions")),
            row("/./", "404", target("POST", "/./v1/chat/completions")),
            row("%2f", "404", target("POST", "/v1%2fchat/completions")),
            row("%00", "404", target("POST", "/v1/chat/completions%00")),
            row("backslash", "400* closed", target("POST", "/v1\\chat\\completions")),
            row("broken escape", "400* closed", target("POST", "/v1/%zz")),
            row(";x=1", "404", target("POST", "/v1/chat/completions;x=1")),
            row("trailing slash", "200", target("POST", "/v1/chat/completions/")),
            row("two trailing slashes", "200", target("POST", "/v1/chat/completions//")),
            row("unicode, escaped", "404", target("POST", "/v1/ch%C3%A4t/completions")),
            row("unicode, raw", "404", target("POST", "/v1/ch\u00e4t/completions")),
            row("fullwidth letters", "404", target("POST", "/v1/%EF%BD%83hat/completions")),
            row("/V1/", "404", target("POST", "/V1/chat/completions")),
            row("/Chat/", "404", target("POST", "/v1/Chat/completions")),
            row("a known path that goes on", "404", target("POST", "/v1/chat/completions/admin")),
            row("a known path as a prefix", "404", target("POST", "/v1/chat/completionsx")),
            row("/admin", "404", target("GET", "/admin")),
            row("/config", "404", target("GET", "/config")),
            row("/debug", "404", target("GET", "/debug")),
            row("/.env", "404", target("GET", "/.env")),
            row("/actuator/env", "404", target("GET", "/actuator/env")),
            row("a file", "404", target("GET", "/static/../../etc/passwd")),
            row("a model's name that climbs", "404", target("GET", "/v1/models/..%2f..%2fetc%2fpasswd")),
            row("no path", "404* closed", "GET  HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
            row("a target without a slash", "404* closed", target("GET", "v1/models")));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void badPathsHaveTheirAnswer(BadInput bad) throws Exception {
        bad.check(gateway, upstream);
    }
}
