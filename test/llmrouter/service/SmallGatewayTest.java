package llmrouter.service;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A gateway loads no more than it needs, and a small heap is enough for the requests of one developer.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SmallGatewayTest {
    /// Classes of commands and features that a plain start has no use for.
    private static final List<String> NOT_NEEDED = List.of("llmrouter.cli.agent.", "llmrouter.cli.completion.",
        "llmrouter.cli.config.", "llmrouter.cli.hosting.", "llmrouter.cli.inspect.", "llmrouter.cli.menu.",
        "llmrouter.cli.probing.", "llmrouter.cli.system.", "llmrouter.cli.watch.", "llmrouter.config.edit.",
        "llmrouter.demo.", "llmrouter.deploy.", "llmrouter.install.", "llmrouter.probe.", "llmrouter.startup.",
        "llmrouter.state.redis.RedisStore", "llmrouter.worker.");
    private static final int REQUESTS = 40;
    private static final String WORDS = "Say hello. ".repeat(9_300);
    private static final String PIECE = "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,"
        + "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},\"finish_reason\":null}]}";
    private static final String LAST = "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,"
        + "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

    @TempDir
    private Path home;

    private static ScriptedUpstream provider() throws IOException {
        return new ScriptedUpstream(wire -> wire.stream().event(PIECE).event(LAST).event("[DONE]").close());
    }

    private static List<String> program(String... flags) {
        var java = new ArrayList<>(List.of(flags));
        java.addAll(GatewayProcess.classes());
        return java;
    }

    @Test
    void aStartLoadsNoClassesOfOtherCommandsAndOfFeaturesThatAreOff() throws Exception {
        Path loaded = home.resolve("loaded");
        try (var provider = provider()) {
            GatewayProcess.configure(home, provider.url());
            var java = program("-Xlog:class+load:file=" + loaded);
            try (var gateway = GatewayProcess.launch(home, Map.of(), java, "--port=0").listening()) {
                var lines = Files.readAllLines(loaded);
                assertTrue(lines.stream().anyMatch(line -> line.contains("llmrouter.host.OperatedGateway ")));
                assertEquals(List.of(), lines.stream().filter(line -> NOT_NEEDED.stream()
                    .anyMatch(line::contains)).toList(), gateway.said());
            }
        }
    }

    @Test
    void aHeapOf32MegabytesIsEnoughForOneAgent() throws Exception {
        try (var provider = provider()) {
            GatewayProcess.configure(home, provider.url());
            var java = program("-Xmx32m", "-XX:+ExitOnOutOfMemoryError");
            try (var gateway = GatewayProcess.launch(home, Map.of(), java, "--port=0").listening()) {
                for (int i = 0; i < REQUESTS; i++) {
                    String answer = post(gateway.url() + (i % 2 == 0 ? "/v1/messages" : "/v1/chat/completions"));
                    assertTrue(answer.endsWith(i % 2 == 0 ? "\"type\":\"message_stop\"}\n\n" : "data: [DONE]\n\n"),
                        answer);
                }
                assertTrue(!gateway.said().contains("no room"), gateway.said());
            }
        }
    }

    private static String post(String url) throws IOException {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("content-type", "application/json");
        try (var out = connection.getOutputStream()) {
            out.write(("{\"model\":\"p/m\",\"stream\":true,\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                + "\"content\":\"" + WORDS + "\"}]}").getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(200, connection.getResponseCode());
        try (var in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
