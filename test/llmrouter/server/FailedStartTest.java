package llmrouter.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;
import llmrouter.server.ListenAddress.KeyRule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A start that fails after the gateway has bound its port leaves nothing behind.
class FailedStartTest {
    private static final String CONFIG = "{\"version\":2,\"providers\":[{\"id\":\"p\",\"name\":\"P\","
        + "\"baseUrl\":\"http://127.0.0.1:9\",\"apiKey\":\"k\",\"formats\":[\"openai\"],\"models\":[\"m\"]}]}";

    @TempDir
    private Path home;

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals("vital-watch")
            || t.getName().equals("idle-timeout-task") || t.getName().equals("HTTP-Dispatcher")
            || t.getName().equals("client-watch")).collect(Collectors.toSet());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Starts a gateway that fails when it says something.
    private Error failing(Map<String, String> env, int port, Consumer<String> log) {
        return assertThrows(Error.class, () -> GatewayServer.start(new ListenAddress("127.0.0.1", port, KeyRule.NEVER),
            Gateway.settings(env), new ServerContext(home, "test", null), Gateway.config(CONFIG), log));
    }

    @Test
    void anErrorWhileTheStateOpensFreesThePortAndAllThreads() throws Exception {
        Files.writeString(home.resolve("st"), "this is no snapshot\n");
        Set<Thread> before = threads();
        int port = freePort();
        Error error = failing(Map.of("LLM_ROUTER_STATE_BACKEND", "file", "LLM_ROUTER_STATE_FILE_PATH",
            home.resolve("st").toString()), port, _ -> {
            throw new OutOfMemoryError("made by the test");
        });
        assertEquals("made by the test", error.getMessage());
        isFree(port);
        Await.until("the threads of the server have ended", () -> before.containsAll(threads()));
    }

    @Test
    void soDoesAnErrorOfTheLastSteps() throws Exception {
        Set<Thread> before = threads();
        int port = freePort();
        String log = home.resolve("a folder/log").toString();
        Files.writeString(home.resolve("a folder"), "a file");
        failing(Map.of("LLM_ROUTER_REQUEST_LOG", log), port, _ -> {
            throw new OutOfMemoryError("made by the test");
        });
        isFree(port);
        Await.until("the threads of the server have ended", () -> before.containsAll(threads()));
    }

    private static void isFree(int port) throws IOException {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(socket.isBound());
        }
    }
}
