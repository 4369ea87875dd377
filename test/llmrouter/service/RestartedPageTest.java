package llmrouter.service;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;
import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.server.Samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The status page and `why` after the process of a gateway has been replaced, over real processes.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RestartedPageTest {
    @TempDir
    private Path home;

    /// On a connection of its own: one that is kept stays with the process that accepted it.
    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /// Asks for a model and returns the request's id.
    private static String ask(String url, String model) throws Exception {
        var body = HttpRequest.BodyPublishers.ofString(Samples.chat(false).replace("p/m", model));
        return send(HttpRequest.newBuilder(URI.create(url + Samples.CHAT)).header("content-type", "application/json")
            .POST(body)).headers().firstValue("x-llm-router-request-id").orElseThrow();
    }

    private static String page(String url) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url + "/")).header("accept", "text/html")).body();
    }

    private void awaitLogged(String id) {
        Await.until(id + " is logged", () -> GatewayProcess.run(home, "why", id).exitCode() == 0);
    }

    private static void awaitPage(String url, List<String> words) {
        Await.until("the page has " + words, () -> words.stream().allMatch(page(url)::contains));
    }

    @Test
    void afterAKillTheNextProcessShowsTheRequestsOfTheOneBefore() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"))) {
            GatewayProcess.configure(home, upstream.url());
            String answered;
            String refused;
            int port;
            try (var first = GatewayProcess.start(home, "--port=0")) {
                port = first.port();
                answered = ask(first.url(), "p/m");
                refused = ask(first.url(), "nope");
                awaitLogged(answered);
                awaitLogged(refused);
                Await.until("the terminal has the refusal", () -> first.said().contains(refused));
                String line = first.said().lines().filter(l -> l.contains(refused)).findFirst().orElseThrow();
                String time = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d ";
                assertTrue(line.matches(time + refused + " 404 invalid_request in .*"
                    + " openai model=nope told=\"The model 'nope' does not exist\\. .*"), line);
                assertFalse(first.said().contains(answered), "an answered request is not shown");
                assertTrue(first.said().contains("LLM_ROUTER_LOG=debug shows all"), first.said());
                first.signal("KILL");
                first.ended();
            }
            try (var second = GatewayProcess.start(home, "--port=" + port)) {
                awaitPage(second.url(), List.of("llm-router why " + answered, "llm-router why " + refused,
                    "2 in the last hour, 1 of them failed", "Told the client:"));
                assertTrue(GatewayProcess.run(home, "why", refused).out()
                    .contains("told the client: The model 'nope' does not exist."));
                var list = GatewayProcess.run(home, "why", "--failed", "--json");
                assertEquals(List.of(refused), ((Json.Obj) Json.parse(list.out())).objects("requests").stream()
                    .map(r -> r.text("id")).toList());
            }
        }
    }

    @Test
    void aGatewayThatTakesOverShowsTheRequestsOfTheOtherAndEachOnlyOnce() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"))) {
            GatewayProcess.configure(home, upstream.url());
            try (var first = GatewayProcess.start(home, "--port=0")) {
                String before = ask(first.url(), "p/m");
                awaitLogged(before);
                try (var second = GatewayProcess.start(home, "--port=" + first.port())) {
                    String after = ask(second.url(), "p/m");
                    awaitPage(second.url(), List.of("llm-router why " + before, "llm-router why " + after,
                        "2 in the last hour, 0 of them failed"));
                }
            }
        }
    }

    @Test
    void underAServiceManagerNoLineHasATime() throws Exception {
        GatewayProcess.configure(home, "http://127.0.0.1:9");
        var environment = Map.of("JOURNAL_STREAM", "8:1234");
        try (var gateway = GatewayProcess.launch(home, environment, GatewayProcess.classes(), "--port=0").listening()) {
            String id = ask(gateway.url(), "nope");
            Await.until("the refusal is printed",
                () -> gateway.said().lines().anyMatch(l -> l.startsWith(id + " 404 ")));
        }
    }
}
