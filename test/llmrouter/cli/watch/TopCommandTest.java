package llmrouter.cli.watch;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.LlmRouter;
import llmrouter.cli.CliRun;
import llmrouter.json.Json;
import llmrouter.scripted.PseudoTerminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TopCommandTest {
    private static String url(CliRun.LiveCli cli) {
        String out = cli.out();
        int from = out.indexOf("http://");
        int to = from + "http://".length();
        while (to < out.length() && (Character.isDigit(out.charAt(to)) || ".:".indexOf(out.charAt(to)) >= 0)) to++;
        return out.substring(from, to);
    }

    private static String port(CliRun.LiveCli cli) {
        return url(cli).substring(url(cli).lastIndexOf(':') + 1);
    }

    private static void ask(CliRun.LiveCli cli, String model) throws Exception {
        String body = "{\"model\":\"" + model + "\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        try (var client = HttpClient.newHttpClient()) {
            client.send(HttpRequest.newBuilder(URI.create(url(cli) + "/v1/chat/completions"))
                .header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aSnapshotHasTheFiguresOfTheGateway(@TempDir Path home) throws Exception {
        var demo = new CliRun.LiveCli(home, Map.of(), "").started("demo", "--port=0");
        ask(demo, "south/small");
        ask(demo, "south/small");
        ask(demo, "nonsense");
        CliRun run = CliRun.at(home, Map.of(), "top", "--json");
        assertEquals(0, run.exitCode(), run.err());
        var json = (Json.Obj) Json.parse(run.out());
        Json.Obj figures = json.object("figures");
        assertEquals(3, figures.number("requests", -1));
        assertEquals(1, figures.number("failed", -1));
        assertEquals(0, figures.number("open", -1));
        assertTrue(figures.object("tokens").number("output", 0) > 0, run.out());
        assertTrue(figures.object("firstToken").number("medianMs", -1) >= 0, run.out());
        Json.Obj row = json.objects("candidates").stream().filter(c -> "south/small".equals(c.text("ref"))).findFirst()
            .orElseThrow();
        assertEquals(2, row.number("calls", -1));
        assertTrue(json.has("requestsPerSecond"), run.out());
        CliRun text = CliRun.at(home, Map.of(), "top", "--port=" + port(demo));
        assertEquals(0, text.exitCode(), text.err());
        assertTrue(text.out().contains("Requests 3 ("), text.out());
        assertTrue(text.out().contains("south/small"), text.out());
        assertFalse(text.out().contains("\u001b"), "no escape sequence without a terminal");
        assertEquals(0, demo.stopped());
    }

    @Test
    void withoutAGatewayItSaysSo(@TempDir Path home) {
        CliRun run = CliRun.at(home, Map.of(), "top", "--port=1");
        assertEquals(1, run.exitCode());
        assertEquals("http://127.0.0.1:1 does not run\n", run.out());
        CliRun json = CliRun.at(home, Map.of(), "top", "--port=1", "--json");
        assertEquals(1, json.exitCode());
        assertFalse(((Json.Obj) Json.parse(json.out())).isTrue("running"));
    }

    @Test
    void oneOfSeveralIsChosenByItsPort(@TempDir Path home) throws Exception {
        var first = new CliRun.LiveCli(home, Map.of(), "").started("demo", "--port=0");
        var second = new CliRun.LiveCli(home, Map.of(), "").started("demo", "--port=0");
        CliRun run = CliRun.at(home, Map.of(), "top");
        assertEquals(2, run.exitCode(), run.out());
        assertTrue(run.err().contains("--port=N") && run.err().contains(url(first)), run.err());
        CliRun chosen = CliRun.at(home, Map.of(), "top", "--port=" + port(second), "--json");
        assertEquals(url(second), ((Json.Obj) Json.parse(chosen.out())).text("url"));
        assertEquals(0, first.stopped());
        assertEquals(0, second.stopped());
    }

    @Test
    void aGatewayOfAnotherUserIsNeitherBelievedNorSentAKey(@TempDir Path home, @TempDir Path other) throws Exception {
        Files.writeString(home.resolve(".llm-router.json"), "{\"version\":2,\"masterKey\":\"gw_0123456789abcdef\","
            + "\"providers\":[{\"id\":\"p\",\"name\":\"P\",\"baseUrl\":\"http://127.0.0.1:9/v1\",\"apiKey\":\"k\","
            + "\"formats\":[\"openai\"],\"models\":[\"m\"]}]}");
        var gateway = new CliRun.LiveCli(home, Map.of(), "").started("start", "--port=0", "--drain-timeout=1");
        CliRun without = CliRun.at(other, Map.of(), "top", "--port=" + port(gateway));
        assertEquals(1, without.exitCode(), without.out());
        assertTrue(without.err().contains("not a gateway of yours that can prove itself"), without.err());
        CliRun status = CliRun.at(other, Map.of("LLM_ROUTER_MASTER_KEY", "gw_0123456789abcdef"), "status",
            "--port=" + port(gateway));
        assertEquals(1, status.exitCode(), status.err());
        assertTrue(status.out().contains("not a gateway of yours that can prove itself"), status.out());
        CliRun own = CliRun.at(home, Map.of(), "top", "--port=" + port(gateway));
        assertEquals(0, own.exitCode(), own.out() + own.err());
        assertTrue(own.out().contains("p/m"), own.out());
        assertEquals(0, gateway.stopped());
    }

    @Test
    void theLiveViewLeavesTheTerminalAsItWas(@TempDir Path home) throws Exception {
        var demo = new CliRun.LiveCli(home, Map.of(), "").started("demo", "--port=0");
        var codes = Map.of("q", 0, "\u0003", 130, "TERM", 143);
        for (String last : codes.keySet()) {
            String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            try (var terminal = new PseudoTerminal(Map.of("TERM", "xterm", "HOME", home.toString()),
                    List.of(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp",
                        System.getProperty("java.class.path"),
                        LlmRouter.class.getName(), "top", "--port=" + port(demo)))) {
                terminal.await("\u001b[?1049h").await("south/small");
                if (last.equals("TERM")) terminal.signal(15);
                else terminal.type(last);
                assertEquals("EXIT " + codes.get(last) + " SETTINGS usual", terminal.ending());
                assertTrue(terminal.output().contains("\u001b[?25h\u001b[?1049l"), terminal.output());
            }
        }
        assertEquals(0, demo.stopped());
    }
}
