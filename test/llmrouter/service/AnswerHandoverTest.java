package llmrouter.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a gateway remembers of its answers when another process takes its place, and when it is restarted.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AnswerHandoverTest {
    private static final String ANSWER = """
        {"id":"1","object":"chat.completion","created":1,"model":"m",\
        "choices":[{"index":0,"message":{"role":"assistant","content":"the secret word is plum"},\
        "finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";
    private static final String PIECE = """
        {"id":"1","object":"chat.completion.chunk","created":1,"model":"m",\
        "choices":[{"index":0,"delta":{"content":"the late word is pear"},"finish_reason":null}]}""";
    private static final String LAST = """
        {"id":"1","object":"chat.completion.chunk","created":1,"model":"m",\
        "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path home;
    private final CountDownLatch streamMayEnd = new CountDownLatch(1);

    /// Answers at once, or begins a stream and ends it when the test says so.
    private void serve(Wire wire) throws IOException, InterruptedException {
        if (!wire.request().body().contains("\"stream\":true")) {
            wire.json(200, ANSWER);
            return;
        }
        wire.stream().event(PIECE);
        streamMayEnd.await();
        wire.event(LAST).event("[DONE]").close();
    }

    private static HttpRequest request(GatewayProcess gateway, String json) throws IOException {
        return HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/responses"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'))).build();
    }

    private static HttpResponse<String> post(GatewayProcess gateway, String json) throws Exception {
        return HTTP.send(request(gateway, json), HttpResponse.BodyHandlers.ofString());
    }

    private static String idOf(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer.body());
        return ((Json.Obj) Json.parse(answer.body())).text("id");
    }

    private static String lastSent(ScriptedUpstream provider) {
        return provider.seen().getLast().body();
    }

    @Test
    void theNextProcessKnowsTheAnswersAndARestartedOneDoesNot() throws Exception {
        try (var provider = new ScriptedUpstream(this::serve)) {
            GatewayProcess.configure(home, provider.url());
            var old = GatewayProcess.start(home, "--port=0");
            String first = idOf(post(old, "{'model':'p/m','input':'one é 語'}"));
            var stream = HTTP.sendAsync(request(old, "{'model':'p/m','stream':true,'input':'late'}"),
                HttpResponse.BodyHandlers.ofString());
            while (provider.seen().size() < 2) Thread.onSpinWait();

            try (var next = GatewayProcess.start(home, "--port=" + old.port())) {
                String second = idOf(post(next,
                    "{'model':'p/m','input':'two','previous_response_id':'" + first + "'}"));
                assertTrue(lastSent(provider).contains("one é 語") && lastSent(provider).contains("plum"),
                    lastSent(provider));
                post(next, "{'model':'p/m','input':[{'type':'item_reference','id':'msg" + second.substring(4)
                    + "_0'},{'role':'user','content':'three'}]}");
                assertTrue(lastSent(provider).contains("plum"), lastSent(provider));

                streamMayEnd.countDown();
                String text = stream.get().body();
                assertTrue(text.contains("response.completed"), text);
                String late = text.substring(text.indexOf("resp_llmr_"), text.indexOf('"', text.indexOf("resp_llmr_")));
                assertEquals(0, old.ended(), old.said());
                assertEquals(200, post(next, "{'model':'p/m','input':'x','previous_response_id':'" + late + "'}")
                    .statusCode());
                assertTrue(lastSent(provider).contains("pear"), lastSent(provider));
            }
            assertFalse(onDisk("plum") || onDisk("pear"), "an answer was written to the disk");

            try (var restarted = GatewayProcess.start(home, "--port=0")) {
                var unknown = post(restarted, "{'model':'p/m','input':'x','previous_response_id':'" + first + "'}");
                assertEquals(400, unknown.statusCode());
                assertTrue(unknown.body().contains("previous_response_not_found"), unknown.body());
                assertEquals(200, post(restarted, "{'model':'p/m','input':[{'type':'item_reference','id':'msg"
                    + first.substring(4) + "_0'},{'role':'user','content':'x'}]}").statusCode());
                assertTrue(lastSent(provider).contains("[an earlier answer that the gateway no longer has]"));
            }
        }
    }

    private boolean onDisk(String word) throws IOException {
        try (var files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file).contains(word)) return true;
            }
        }
        return false;
    }

    @Test
    void aMemoryThatIsSwitchedOffRemembersNothing() throws Exception {
        try (var provider = new ScriptedUpstream(this::serve)) {
            GatewayProcess.configure(home, provider.url());
            try (var off = GatewayProcess.launch(home, Map.of("LLM_ROUTER_ANSWER_MEMORY", "off"),
                GatewayProcess.classes(), "--port=0").listening()) {
                String first = idOf(post(off, "{'model':'p/m','input':'one'}"));
                assertEquals(400,
                    post(off, "{'model':'p/m','input':'x','previous_response_id':'" + first + "'}").statusCode());
                assertEquals(400, post(off, "{'model':'p/m','input':'x','store':true}").statusCode());
            }
        }
    }
}
