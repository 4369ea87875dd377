package llmrouter.cli.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpServer;

import llmrouter.cli.CliRun;
import llmrouter.cli.CliRun.LiveCli;
import llmrouter.cli.CommandTable;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The guide for coding agents: its facts, its gates against a gateway that runs, and its command lines.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AiHelpTest {
    private static final String KEY = "gw_4f8a1c9b7e2d5063a1b2c3d4e5f60718";
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    /// No gateway of another test or of this machine is found at the usual address.
    private static final Map<String, String> NOWHERE = Map.of("LLM_ROUTER_PORT", "1", "FIRST_KEY", "a", "SECOND_KEY",
        "b");

    @TempDir
    private Path home;
    private Path config;

    @BeforeEach
    void begin() {
        config = home.resolve(".llm-router.json");
    }

    private CliRun run(String line) {
        return CliRun.at(home, NOWHERE, line.split(" "));
    }

    private void write(String text) throws IOException {
        Files.writeString(config, text);
    }

    private static Obj json(CliRun run) {
        return (Obj) Json.parse(run.out());
    }

    private static void assertLine(String line, String text) {
        assertTrue(text.lines().anyMatch(line::equals), "no line '" + line + "' in\n" + text);
    }

    // ── without a gateway ──

    @Test
    void tellsAnAgentThatKnowsNothingWhatToDoFirst() {
        CliRun run = run("ai-help");
        assertEquals(0, run.exitCode(), run.err());
        assertLine("mode=cli-automation", run.out());
        assertLine("providers=(none)", run.out());
        assertLine("local_server_running=false", run.out());
        assertLine("live_test_mode=pending-local-server", run.out());
        assertLine("patch_gate_codex_cli=pending-gateway", run.out());
        assertLine("1. Add the first provider: step 1 of the configuration workflow.", run.out());
        assertTrue(run.out().lines().count() < 150, "too long for an agent: " + run.out().lines().count());
        assertFalse(Files.exists(config), "the guide changes nothing");
    }

    @Test
    void namesEveryCommandAndOperationOfTheTable() {
        String text = run("ai-help").out();
        Obj json = json(run("ai-help --json"));
        var named = json.objects("commands").stream().map(command -> command.text("name")).toList();
        for (var command : CommandTable.standard().commands()) {
            assertLine("- " + command.name() + ": " + command.summary(), text);
            assertTrue(named.contains(command.name()), command.name());
            for (var operation : command.operations()) assertTrue(text.contains(operation.name()), operation.name());
        }
    }

    @Test
    void showsWhatIsConfiguredAndNoKey() throws IOException {
        write("""
            {"masterKey": "%s", "defaultModel": "work",
             "providers": [
               {"id": "p", "baseUrl": "https://p.example/v1", "format": "openai",
                "apiKey": "sk-secret-0123456789abcdef", "models": ["m", {"id": "off", "enabled": false}],
                "rateLimits": [{"id": "day", "models": ["all"], "requests": 9, "window": "1d"}]},
               {"id": "q", "baseUrl": "https://q.example", "format": "claude", "apiKeyEnv": "Q_KEY", "models": ["z"]},
               {"id": "r", "enabled": false, "baseUrl": "https://r.example", "format": "claude", "models": ["x"]}],
             "modelAliases": {"work": {"strategy": "auto", "targets": ["p/m", "q/z"]}}}
            """.formatted(KEY));
        CliRun run = run("ai-help");
        assertEquals(0, run.exitCode(), run.err());
        assertLine("providers=p (https://p.example/v1); q (https://q.example)", run.out());
        assertLine("models=p/m; q/z", run.out());
        assertLine("model_aliases=work (auto: p/m q/z)", run.out());
        assertLine("rate_limit_buckets=p/day (9 requests/1d)", run.out());
        assertLine("default_model=work", run.out());
        assertLine("master_key_configured=true", run.out());
        assertTrue(run.out().contains("q: variable Q_KEY (MISSING: the environment variable Q_KEY is not set here)"));
        assertLine("decision_options_preview=work, p/m, q/z", run.out());
        String all = run.out() + run.err() + run("ai-help --json").out();
        assertFalse(all.contains("secret") || all.contains(KEY), "a key is shown");
    }

    @Test
    void aBrokenConfigurationIsNamedAndTheGuideIsPrintedAllTheSame() throws IOException {
        write("{\"providers\": [ }");
        CliRun run = run("ai-help");
        assertEquals(1, run.exitCode());
        assertLine("config_valid=false", run.out());
        assertTrue(run.out().contains("is not valid JSON"), run.out());
        assertTrue(run.out().contains("1. Correct the configuration: 'llm-router config validate'"), run.out());
        CliRun json = run("ai-help --json");
        assertEquals(1, json.exitCode());
        assertFalse(json(json).object("state").isTrue("valid"));
        assertTrue(json(json).object("state").texts("problems").getFirst().contains("is not valid JSON"));
    }

    @Test
    void theTimeLimitHasItsBounds() {
        assertEquals(0, run("ai-help --live-test-timeout-ms=500").exitCode());
        assertEquals(2, run("ai-help --live-test-timeout-ms=499").exitCode());
        assertEquals(2, run("ai-help --live-test-timeout-ms=60001").exitCode());
        assertLine("live_test_timeout_ms=6000", run("ai-help").out());
    }

    // ── its command lines ──

    /// The commands of the configuration workflow are run as they stand.
    @Test
    void theConfigurationWorkflowWorksLiterally() {
        for (GuideStep step : GuideStep.CONFIGURE) {
            for (String command : step.commands()) {
                CliRun run = CliRun.at(home, NOWHERE, words(command));
                assertEquals(0, run.exitCode(), command + "\n" + run.err() + run.out());
            }
        }
        for (String command : GuideStep.KEY.commands()) {
            assertEquals(0, CliRun.at(home, NOWHERE, words(command)).exitCode(), command);
        }
        Obj state = json(run("ai-help --json")).object("state");
        assertEquals(List.of("first", "second"), state.objects("providers").stream().map(p -> p.text("id")).toList());
        assertEquals(List.of("work"), state.texts("aliases"));
        assertEquals(3, state.texts("caps").size());
        assertEquals("work", state.text("defaultModel"));
        assertEquals("work", state.text("unknownModels"));
    }

    /// Every other line of the text that begins with the program's name is understood by the table.
    @Test
    void everyCommandLineOfTheTextParses() {
        int lines = 0;
        for (String line : run("ai-help").out().lines().toList()) {
            if (!line.startsWith("  llm-router ")) continue;
            var words = new ArrayList<>(List.of(words(line.strip().split("  +#| # ")[0].strip())));
            words.removeIf(word -> word.equals("COMMAND") || word.equals("OPERATION"));
            words.add("--help");
            CliRun run = CliRun.at(home, NOWHERE, words.toArray(String[]::new));
            assertEquals(0, run.exitCode(), line + "\n" + run.err());
            lines++;
        }
        assertTrue(lines > 20, "only " + lines + " lines");
    }

    /// The words of a line without the program's name; single quotes as in a shell.
    private static String[] words(String line) {
        assertTrue(line.startsWith("llm-router "), line);
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean quoted = false;
        for (char c : (line.substring(11) + " ").toCharArray()) {
            if (c == '\'') quoted = !quoted;
            else if (c != ' ' || quoted) word.append(c);
            else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        return words.toArray(String[]::new);
    }

    // ── with a gateway ──

    /// A provider that answers in each format, and counts its calls.
    private static HttpServer provider(AtomicInteger calls) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            byte[] answer = """
                {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":
                {"role":"assistant","content":"pong"},"finish_reason":"stop"}],
                "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
                """.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer);
            }
        });
        server.start();
        return server;
    }

    private void writeFor(int port, String more) throws IOException {
        write("""
            {%s "providers": [{"id": "p", "baseUrl": "http://127.0.0.1:%d/v1", "format": "openai", "apiKey": "k",
              "models": ["m"]}], "modelAliases": {"work": {"targets": ["p/m"]}}}
            """.formatted(more, port));
    }

    private LiveCli started() {
        return new LiveCli(home, Map.of("LLM_ROUTER_PORT", "0", "LLM_ROUTER_REQUEST_LOG", "off"), "").started("start");
    }

    @Test
    void allGatesAreReadyWithoutACallOfAProvider() throws Exception {
        var calls = new AtomicInteger();
        HttpServer provider = provider(calls);
        writeFor(provider.getAddress().getPort(), "");
        LiveCli gateway = started();
        try {
            CliRun run = run("ai-help");
            assertEquals(0, run.exitCode(), run.err());
            assertLine("live_test_mode=executed", run.out());
            assertLine("health_probe=pass (200; status ok)", run.out());
            assertLine("openai_models_probe=pass (200; 2 models)", run.out());
            assertLine("patch_gate_claude_code=ready", run.out());
            assertLine("patch_gate_opencode=ready", run.out());
            assertLine("patch_gate_codex_cli=ready", run.out());
            assertLine("local_server_require_auth=false", run.out());
            assertEquals(0, calls.get(), "a probe called the provider");

            CliRun asked = run("ai-help --ask-model=work");
            assertLine("codex_model_probe=pass (200; the model answered)", asked.out());
            assertLine("claude_code_model_probe=pass (200; the model answered)", asked.out());
            assertEquals(3, calls.get(), "one request in each format");

            CliRun skipped = run("ai-help --skip-live-test");
            assertLine("live_test_mode=skipped-by-flag", skipped.out());
            assertLine("patch_gate_opencode=pending-live-test", skipped.out());
        } finally {
            gateway.stopped();
            provider.stop(0);
        }
    }

    /// `why` right after the guide shows the user's own last request.
    @Test
    void theProbesLeaveNoLineInTheRequestLog() throws Exception {
        writeFor(1, "\"masterKey\": \"" + KEY + "\",");
        Path log = home.resolve("requests.jsonl");
        var environment = Map.of("LLM_ROUTER_PORT", "0", "LLM_ROUTER_REQUEST_LOG", log.toString());
        LiveCli gateway = new LiveCli(home, environment, "").started("start");
        try {
            CliRun run = run("ai-help --state");
            assertLine("codex_responses_probe=pass (200; the gateway has the endpoint)", run.out());
            assertLine("patch_gate_codex_cli=ready", run.out());
            assertFalse(run.out().contains("Configuration workflow"), run.out());
            assertTrue(run.out().startsWith("## 3. Current state"), run.out());
        } finally {
            gateway.stopped();
        }
        assertTrue(!Files.exists(log) || Files.size(log) == 0, "a probe was logged");
    }

    @Test
    void aProviderThatTheRunningGatewayLeavesOutIsNamedWithTheFix() throws Exception {
        write("""
            {"providers": [
              {"id": "one", "baseUrl": "http://127.0.0.1:1/v1", "format": "openai", "models": ["m"],
               "apiKeyEnv": "FIRST_KEY"},
              {"id": "two", "baseUrl": "http://127.0.0.1:1/v1", "format": "openai", "models": ["m"], "apiKey": "k"}],
             "modelAliases": {"work": {"targets": ["one/m", "two/m"]}}}
            """);
        LiveCli gateway = started(); // without FIRST_KEY
        try {
            String text = run("ai-help").out();
            assertTrue(text.contains("one: variable FIRST_KEY (set in this shell), LEFT OUT by the running gateway"),
                text);
            assertTrue(text.contains("The running gateway leaves out provider one: the environment variable FIRST_KEY"),
                text);
            assertTrue(text.contains("two: in the configuration file, called by the running gateway"), text);
            assertFalse(text.contains("null"), text);
            CliRun doctor = run("doctor --offline");
            assertTrue(doctor.out().contains("it leaves out the provider one: the environment variable FIRST_KEY"),
                doctor.out());
            assertFalse(doctor.out().contains("null"), doctor.out());
            assertFalse(doctor.out().lines().anyMatch(line -> line.startsWith("problem") && line.contains(" port ")),
                doctor.out());
        } finally {
            gateway.stopped();
        }
    }

    @Test
    void theNameOfAGateIsExplained() {
        for (AgentClient client : AgentClient.values()) {
            CliRun run = run("explain " + client.gateName());
            assertEquals(0, run.exitCode(), run.err());
            assertTrue(run.out().contains("whether " + client.title() + " may be connected"), run.out());
        }
    }

    @Test
    void aModelThatFailsBlocksTheGatesOnlyIfItWasAsked() throws Exception {
        writeFor(1, ""); // no program listens there
        LiveCli gateway = started();
        try {
            Obj asked = json(run("ai-help --ask-model=work --json")).object("liveTest");
            assertEquals("blocked-model-failed", asked.object("gates").object("codex").text("code"));
            assertTrue(asked.object("gates").object("codex").text("fix").contains("llm-router why"));
        } finally {
            gateway.stopped();
        }
    }

    @Test
    void theKeyOfTheGatewaysConfigurationIsUsedAndNeverShown() throws Exception {
        writeFor(1, "\"masterKey\": \"" + KEY + "\",");
        LiveCli gateway = started();
        try {
            CliRun run = run("ai-help");
            assertLine("local_server_require_auth=true", run.out());
            assertLine("patch_gate_claude_code=ready", run.out());
            assertTrue(run.out().contains("-H \"authorization: Bearer $GATEWAY_KEY\""), run.out());
            assertFalse((run.out() + run.err()).contains(KEY));

            var wrong = CliRun.at(home, Map.of("LLM_ROUTER_PORT", "1", "K", "gw_wrong"), "ai-help",
                "--gateway-auth-token-env=K");
            assertLine("patch_gate_claude_code=blocked-auth", wrong.out());
            assertLine("patch_gate_codex_cli=blocked-auth", wrong.out());
            assertTrue(wrong.out().contains("Do not connect Claude Code: blocked-auth."), wrong.out());
        } finally {
            gateway.stopped();
        }
    }

    /// The gateway was started without a key and has one since.
    @Test
    void aKeyThatWasSetWhileTheGatewayRunsIsKnown() throws Exception {
        writeFor(1, "");
        LiveCli gateway = started();
        try {
            assertLine("local_server_require_auth=false", run("ai-help").out());
            assertEquals(0, run("config set-master-key --generate-master-key").exitCode());
            CliRun run = run("ai-help");
            assertLine("local_server_require_auth=true", run.out());
            assertLine("patch_gate_codex_cli=ready", run.out());
            assertLine("local_server_require_auth=unknown", run("ai-help --skip-live-test").out());
        } finally {
            gateway.stopped();
        }
    }

    @Test
    void noCandidateThatCanBeCalledBlocksEveryGate() throws Exception {
        HttpServer provider = provider(new AtomicInteger());
        write("""
            {"providers": [
              {"id": "p", "baseUrl": "http://127.0.0.1:%d/v1", "format": "openai", "models": ["m"], "apiKey": "k",
               "rateLimits": [{"models": ["all"], "requests": 1, "window": "1d"}]}]}
            """.formatted(provider.getAddress().getPort()));
        LiveCli gateway = started();
        try {
            String url = url(gateway);
            run("ai-help --ask-model=p/m"); // reaches the cap
            CliRun run = run("ai-help");
            assertLine("local_server_endpoint=" + url, run.out());
            assertFalse(run.out().contains("other_server="), run.out());
            assertLine("patch_gate_opencode=blocked-no-candidate", run.out());
        } finally {
            gateway.stopped();
            provider.stop(0);
        }
    }

    private static String url(LiveCli gateway) {
        var found = URL.matcher(gateway.out() + gateway.err());
        assertTrue(found.find(), gateway.out() + gateway.err());
        return found.group();
    }

    /// W37: another server is never ready, whatever it answers, and gets no key.
    @Test
    void anAnswerOfAnotherServerIsNeverReady() throws Exception {
        write("""
            {"masterKey": "gw_secret-of-the-master", "providers": [
              {"id": "p", "baseUrl": "http://127.0.0.1:9/v1", "format": "openai", "models": ["m"], "apiKey": "k"}]}
            """);
        for (int status : new int[] {200, 500, 401}) {
            var keys = new CopyOnWriteArrayList<String>();
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                exchange.getRequestHeaders().getOrDefault("authorization", List.of()).forEach(keys::add);
                boolean health = exchange.getRequestURI().getPath().equals("/health");
                byte[] body = "{\"status\":\"ok\"}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(health ? 200 : status, body.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            });
            server.start();
            try {
                var environment = Map.of("LLM_ROUTER_PORT", Integer.toString(server.getAddress().getPort()));
                CliRun run = CliRun.at(home, environment, "ai-help");
                assertLine("live_test_mode=executed", run.out());
                assertLine("patch_gate_codex_cli=blocked-unproven", run.out());
                assertLine("patch_gate_claude_code=blocked-unproven", run.out());
                assertEquals(List.of(), keys);
            } finally {
                server.stop(0);
            }
        }
    }
}
