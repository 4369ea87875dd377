package llmrouter.service;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.scripted.ScriptedProxy;
import llmrouter.server.Samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A JVM whose HTTP client is told to send no login to a proxy that tunnels.
class TunnelWithoutLoginTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aTunnelThatIsRefusedIsAnsweredAtOnceAndNamesTheProperty(boolean stream, @TempDir Path home)
            throws Exception {
        GatewayProcess.configure(home, "https://provider.test/v1");
        var java = new ArrayList<>(List.of("-Djdk.http.auth.tunneling.disabledSchemes=Basic"));
        java.addAll(GatewayProcess.classes());
        try (var proxy = ScriptedProxy.socks(9, null);
                var gateway = GatewayProcess.launch(home, Map.of("ALL_PROXY", "socks5://" + proxy.place(),
                    "LLM_ROUTER_UPSTREAM_TIMEOUT_MS", "50000"), java, "--port=0").listening();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + Samples.CHAT))
                .POST(BodyPublishers.ofString(Samples.chat(stream).replace("\"m\"", "\"p/m\""))).build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertEquals(502, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("remove the JVM property jdk.http.auth.tunneling.disabledSchemes"),
                answer.body());
        }
    }
}
