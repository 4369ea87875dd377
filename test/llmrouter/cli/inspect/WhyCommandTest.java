package llmrouter.cli.inspect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.Await;
import llmrouter.cli.Cli;
import llmrouter.cli.CliRun;
import llmrouter.cli.Shell;
import llmrouter.host.StopSignal;
import llmrouter.json.Json;
import llmrouter.report.LocalTime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// `why`: what happened to a request, and the list of the latest.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WhyCommandTest {
    @TempDir
    private Path home;

    /// Where no gateway listens.
    private static String freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    private CliRun run(String... words) throws IOException {
        return CliRun.at(home, Map.of("LLM_ROUTER_PORT", freePort()), words);
    }

    /// The same at a terminal.
    private String atTerminal(String... words) throws IOException {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        var shell = new Shell(InputStream.nullInputStream(), print, new PrintStream(new ByteArrayOutputStream()),
            Map.of("LLM_ROUTER_PORT", freePort()), home, true, () -> null, new StopSignal());
        assertEquals(0, Cli.run(List.of(words), shell));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String local(String time) {
        return LocalTime.of(Instant.parse(time));
    }

    private static String line(String id, int second, String more) {
        return """
            {"time":"2026-01-02T03:04:%02d.678Z","id":"%s"%s,"attempts":[],"skipped":[],"ms":{"total":7}}
            """.formatted(second, id, more);
    }

    private static String answered(String id, int second) {
        return line(id, second, ",\"model\":\"work\",\"route\":{\"type\":\"alias\",\"ref\":\"work\","
            + "\"strategy\":\"auto\"},\"candidate\":\"p/m\",\"status\":200,\"end\":\"ok\"");
    }

    private static String unknown(String id, int second) {
        return line(id, second, ",\"model\":\"nope\",\"status\":404,\"end\":\"invalid_request\",\"method\":\"POST\","
            + "\"path\":\"/v1/messages\",\"clientAddress\":\"127.0.0.1\","
            + "\"told\":\"The model 'nope' does not exist.\"");
    }

    private void write(String name, String... lines) throws IOException {
        Files.writeString(home.resolve(name), String.join("", lines));
    }

    @Test
    void itSaysAllThatTheLogSays() throws IOException {
        Files.writeString(home.resolve("log"), """
            {"time":"2026-01-02T03:04:05.678Z","id":"req_1","format":"claude","model":"p/m\\u001b[2J",\
            "route":{"type":"direct","ref":"p/m","strategy":"ordered"},"candidate":"q/n","status":200,"end":"ok",\
            "streamed":true,\
            "attempts":[{"candidate":"p/m","status":503,"category":"temporary_error","number":1,"ms":40},\
            {"candidate":"p/m","status":0,"category":"timeout","number":2,"ms":61000},\
            {"candidate":"q/n","status":200,"category":"ok","number":1,"ms":1234}],\
            "skipped":[{"candidate":"r/o","reasons":["circuit-open"]}],\
            "usage":{"input":10,"cacheRead":5,"cacheWrite":1,"output":7,"reasoning":2},\
            "losses":"dropped=top_k","warnings":["an odd event"],\
            "ms":{"total":62300,"firstByte":61900,"firstToken":62000}}
            {"dropped":3}
            {"time":"2026-01-02T03:04:06.000Z","id":"req_2","model":"x","status":404,"end":"invalid_request",\
            "streamed":false,"attempts":[],"skipped":[],"ms":{"total":1}}
            """);
        assertEquals("""
            req_1 of %s: q/n answered after 1 min 2 s, first token after 1 min 2 s
            requested 'p/m?[2J' in the claude format, as a stream; this is the model p/m
            skipped: r/o (circuit-open: paused after consecutive failures)
            1. p/m: 503 after 40 ms, temporary_error: temporary provider error
            2. p/m, attempt 2: no answer after 1 min 1 s, timeout: the provider took too long
            3. q/n: 200 after 1.2 s, ok
            tokens: 16 in (5 read from the cache, 1 written to it), 7 out (2 of them reasoning)
            lost in translation: dropped=top_k
            warning: an odd event
            """.formatted(local("2026-01-02T03:04:05.678Z")), run("why", "1", "--log=~/log").out());
        assertEquals("""
            req_2 of %s: failed with 404 (invalid_request: \
            the gateway refused the request before it called a candidate) after 1 ms
            requested 'x'
            no candidate was called
            more about it: 'llm-router explain invalid_request'
            """.formatted(local("2026-01-02T03:04:06Z")), run("why", "--log=~/log").out());
    }

    @Test
    void aFailureIsExplainedWithTheReasonAndWhatToDo() throws IOException {
        write("log", unknown("req_1", 1), line("req_2", 2, ",\"model\":\"p/m\",\"status\":502,\"end\":\"auth_failed\","
            + "\"told\":\"Provider \\\"p\\\" refused the gateway's key.\","
            + "\"route\":{\"type\":\"direct\",\"ref\":\"p/m\",\"strategy\":\"ordered\"}").replace("\"attempts\":[]",
            "\"attempts\":[{\"candidate\":\"p/m\",\"status\":401,\"category\":\"auth_failed\",\"ms\":40}]"),
            line("req_3", 3, ",\"status\":401,\"end\":\"refused\",\"method\":\"POST\",\"path\":\"/v1/messages\","
                + "\"clientAddress\":\"203.0.113.9\",\"format\":\"claude\",\"told\":\"This gateway requires a key.\""));
        assertEquals("req_1 of " + local("2026-01-02T03:04:01Z") + """
            : failed with 404 (model_not_found, invalid_request: the gateway refused the request before it called a \
            candidate) after 7 ms
            told the client: The model 'nope' does not exist.
            requested 'nope', POST /v1/messages from 127.0.0.1
            no candidate was called
            what to do: 'llm-router config list' shows the names; 'llm-router config set-unknown-models ALIAS' \
            names the alias or model that answers for all others
            more about it: 'llm-router explain model_not_found'
            """, run("why", "req_1", "--log=~/log").out());
        String refused = run("why", "req_2", "--log=~/log").out();
        assertEquals("req_2 of " + local("2026-01-02T03:04:02Z") + """
            : failed with 502 (auth_failed: the provider refused the key) after 7 ms
            told the client: Provider "p" refused the gateway's key.
            requested 'p/m'; this is the model p/m
            1. p/m: 401 after 40 ms, auth_failed: the provider refused the key
            what to do: check the key of the provider 'p'; after a change""",
            refused.substring(0, refused.indexOf(" at the provider 'llm")));
        assertEquals("req_3 of " + local("2026-01-02T03:04:03Z") + """
            : failed with 401 (refused: the gateway refused the request before it read it) after 7 ms
            told the client: This gateway requires a key.
            POST /v1/messages from 203.0.113.9 in the claude format
            no candidate was called
            more about it: 'llm-router explain refused'
            """, run("why", "req_3", "--log=~/log").out());
    }

    @Test
    void theLatestAreListedInOneLineEach() throws IOException {
        write("log.1", answered("req_a", 1), unknown("req_b", 2));
        write("log", unknown("req_c", 3), "{\"torn\":", "\n", answered("req_d", 4).replace("\"attempts\":[]",
            "\"attempts\":[{\"candidate\":\"q/n\",\"status\":0,\"category\":\"network_error\"}]"));
        assertEquals("""
            %s  req_d  work -> p/m  ok  7 ms  after q/n network_error
            %s  req_c  nope  404 invalid_request  7 ms  The model 'nope' does not exist.
            %s  req_b  nope  404 invalid_request  7 ms  The model 'nope' does not exist.
            """.formatted(local("2026-01-02T03:04:04Z"), local("2026-01-02T03:04:03Z"), local("2026-01-02T03:04:02Z")),
            run("why", "--last=3", "--log=~/log").out());
        assertEquals(List.of("req_d", "req_c", "req_b", "req_a"), ids("why", "--last", "9"));
        assertEquals(List.of("req_c", "req_b"), ids("why", "--failed"));
        assertEquals(List.of("req_c"), ids("why", "--failed", "--last=1"));
        assertEquals(List.of("req_d", "req_a"), ids("why", "--model=work"));
        assertEquals(List.of("req_d", "req_a"), ids("why", "--model", "p/m"));
        assertEquals(List.of(), ids("why", "--model=other"));
        assertEquals(0, run("why", "--model=other", "--log=~/log").exitCode());
    }

    /// The ids of a list, whose JSON has one shape however many there are.
    private List<String> ids(String... command) throws IOException {
        var words = new String[command.length + 2];
        System.arraycopy(command, 0, words, 0, command.length);
        words[command.length] = "--log=~/log";
        words[command.length + 1] = "--json";
        CliRun run = run(words);
        assertEquals(0, run.exitCode(), run.err());
        Json.Obj list = (Json.Obj) Json.parse(run.out());
        assertEquals(List.of("requests"), List.copyOf(list.members().keySet()));
        return list.objects("requests").stream().map(r -> r.text("id")).toList();
    }

    @Test
    void withoutAnIdATerminalGetsAListAndAProgramTheLatest() throws IOException {
        write(".llm-router.requests.jsonl", answered("req_a", 1), unknown("req_b", 2));
        assertEquals(2, atTerminal("why").lines().count());
        assertTrue(atTerminal("why").contains("  req_a  work -> p/m  ok"), atTerminal("why"));
        assertTrue(run("why").out().startsWith("req_b of "), run("why").out());
        for (String out : List.of(run("why", "--json").out(), atTerminal("why", "--json"))) {
            assertEquals("req_b", ((Json.Obj) Json.parse(out)).text("id"), "the latest, wherever it is printed");
        }
    }

    @Test
    void theBeginningOfAnIdIsEnoughIfItIsTheOnlyOne() throws IOException {
        write("log.1", answered("req_abc1", 1), answered("req_abd", 2));
        write("log", unknown("req_abc2", 3), answered("req_ab", 4));
        for (String start : List.of("abd", "req_abd", "req_abc1", "abc1")) {
            assertEquals(0, run("why", start, "--log=~/log").exitCode(), start);
        }
        assertTrue(run("why", "ab", "--log=~/log").out().startsWith("req_ab of "), "the very id counts first");
        CliRun several = run("why", "abc", "--log=~/log");
        assertEquals(2, several.exitCode());
        assertEquals("", several.out());
        assertTrue(several.err().contains("several requests have an id that begins with 'abc'"), several.err());
        assertTrue(several.err().contains("  req_abc1  work") && several.err().contains("  req_abc2  nope"),
            several.err());
        assertFalse(several.err().contains("req_abd"), several.err());
    }

    @Test
    void anIdAndAListExcludeEachOther() throws IOException {
        write("log", answered("req_a", 1));
        for (String flag : List.of("--last=3", "--failed", "--model=work")) {
            assertEquals(2, run("why", "req_a", flag, "--log=~/log").exitCode(), flag);
        }
    }

    @Test
    void theAddressThatWasAskedIsShown() throws IOException {
        write("log", "{\"time\":\"2026-01-02T03:04:01Z\",\"id\":\"req_1\",\"model\":\"p/m\",\"status\":404,"
            + "\"end\":\"not_found\",\"attempts\":[{\"candidate\":\"p/m\",\"status\":404,"
            + "\"category\":\"not_found\",\"number\":1,\"ms\":3,"
            + "\"asked\":\"https://p.example/v1/v1/chat/completions\"}],\"skipped\":[],\"ms\":{\"total\":7}}\n");
        String told = run("why", "req_1", "--log=~/log").out();
        assertTrue(told.contains("p/m: 404 after 3 ms, not_found: the provider does not know the model or the address; "
            + "the address asked was https://p.example/v1/v1/chat/completions"), told);
    }

    @Test
    void anUnknownIdMayBeOneOfTheRefusedThatWereOnlyCounted() throws IOException {
        write("log", answered("req_a", 1), "{\"time\":\"2026-01-02T03:05:00Z\",\"moreRefused\":1234}\n");
        CliRun none = run("why", "req_x", "--log=~/log");
        assertEquals(1, none.exitCode());
        assertTrue(none.err().contains("It may be one of the 1234 refused requests that were only counted in the "
            + "minute before " + local("2026-01-02T03:05:00Z")), none.err());
        write("log", answered("req_a", 1));
        assertFalse(run("why", "req_x", "--log=~/log").err().contains("counted"));
    }

    @Test
    void withoutALogItSaysHowToHaveOne() throws IOException {
        var none = run("why", "req_1");
        assertEquals(1, none.exitCode());
        assertTrue(none.err().contains("LLM_ROUTER_REQUEST_LOG"), none.err());
        var environment = Map.of("LLM_ROUTER_REQUEST_LOG", "off", "LLM_ROUTER_PORT", freePort());
        var off = CliRun.at(home, environment, "why", "req_1");
        assertEquals(1, off.exitCode());
        assertTrue(off.err().contains("the request log is off"), off.err());
    }

    // ── gateways that log elsewhere ──

    private void configure() throws IOException {
        Files.writeString(home.resolve(".llm-router.json"), """
            {"version":2,"providers":[{"id":"p","name":"P","baseUrl":"http://127.0.0.1:9","apiKey":"k",
            "formats":["openai"],"models":["m"]}]}""");
    }

    private static String url(CliRun.LiveCli cli) {
        String first = cli.out().lines().findFirst().orElse("");
        int at = first.indexOf("http://");
        int end = first.indexOf(' ', at);
        return end < 0 ? first.substring(at) : first.substring(at, end);
    }

    private static String ask(String url, String model) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
                .header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString("{\"model\":\""
                    + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).headers()
                .firstValue("x-llm-router-request-id").orElseThrow();
        }
    }

    /// Repeats a command until it finds a request, which is logged a moment after its client has the answer.
    private String found(String... words) {
        var found = new AtomicReference<CliRun>();
        Await.until("an entry for " + List.of(words), () -> {
            found.set(run(words));
            return found.get().exitCode() == 0;
        });
        return found.get().out();
    }

    @Test
    void theLogOfARunningGatewayIsFoundWhereverItIs() throws Exception {
        configure();
        write(".llm-router.requests.jsonl", answered("req_old", 1));
        var elsewhere = Map.of("LLM_ROUTER_REQUEST_LOG", "~/elsewhere/log", "LLM_ROUTER_STATE_BACKEND", "memory");
        var gateway = new CliRun.LiveCli(home, elsewhere, "").started("start", "--port=0", "--drain-timeout=1");
        String id = ask(url(gateway), "nope");
        assertTrue(found("why", id).contains("told the client: The model 'nope' does not exist."));
        assertTrue(found("why").startsWith(id), "the latest of all logs");
        assertEquals(List.of(id, "req_old"), ((Json.Obj) Json.parse(found("why", "--last=5", "--json")))
            .objects("requests").stream().map(r -> r.text("id")).toList());
        CliRun none = run("why", "req_none");
        String told = "The gateway on " + url(gateway) + " logs to " + home.resolve("elsewhere/log");
        assertTrue(none.err().contains(told), none.err());
        assertEquals(0, gateway.stopped());
    }

    @Test
    void aGatewayThatLogsNothingIsNamed() throws Exception {
        configure();
        var off = Map.of("LLM_ROUTER_REQUEST_LOG", "off", "LLM_ROUTER_STATE_BACKEND", "memory");
        var gateway = new CliRun.LiveCli(home, off, "").started("start", "--port=0", "--drain-timeout=1");
        CliRun none = run("why", ask(url(gateway), "nope"));
        assertEquals(1, none.exitCode());
        assertTrue(none.err().contains("The gateway on " + url(gateway) + " logs no requests"), none.err());
        assertEquals(0, gateway.stopped());
    }

    @Test
    void ofSeveralGatewaysTheOneThatHadTheRequestIsNamed() throws Exception {
        configure();
        var memory = Map.of("LLM_ROUTER_STATE_BACKEND", "memory");
        var first = new CliRun.LiveCli(home, memory, "").started("start", "--port=0", "--drain-timeout=1");
        String one = ask(url(first), "nope");
        assertFalse(found("why", one).contains("received by"), "there is only one");
        var second = new CliRun.LiveCli(home, memory, "").started("start", "--port=0", "--drain-timeout=1");
        String two = ask(url(second), "nope");
        String ofSecond = found("why", two);
        assertTrue(ofSecond.contains("\nreceived by the gateway on port " + port(second) + "\n"), ofSecond);
        assertTrue(found("why", one).contains("\nreceived by the gateway on port " + port(first) + "\n"));
        List<String> list = found("why", "--last=2").lines().toList();
        assertTrue(list.getFirst().endsWith("  (gateway on port " + port(second) + ")"), list.toString());
        assertTrue(list.getLast().endsWith("  (gateway on port " + port(first) + ")"), list.toString());
        assertEquals(0, second.stopped());
        assertEquals(0, first.stopped());
    }

    private static int port(CliRun.LiveCli gateway) {
        return URI.create(url(gateway)).getPort();
    }

    // ── what to do ──

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        work                   | work
        openrouter/a-b_c.d:1@2 | openrouter/a-b_c.d:1@2
        x; rm -rf ~            | MODEL
        --help                 | MODEL
        $(id)                  | MODEL
        ''                     | MODEL
        """)
    void theAdviceAboutACapNamesTheModelThatWasAskedForIfItCanBeCopied(String asked, String named) throws IOException {
        write("log", line("req_1", 1, ",\"model\":\"" + asked + "\",\"status\":429,\"end\":\"rate_limited\""));
        assertTrue(run("why", "req_1", "--log=~/log").out().contains("what to do: 'llm-router route " + named
            + "' shows the caps and when they have room again"));
    }
}
