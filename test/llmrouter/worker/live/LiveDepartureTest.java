package llmrouter.worker.live;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.scripted.ScriptedUpstream.Wire;
import llmrouter.server.Samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A client that disconnects ends the call to the provider, and the log says so. Before the answer has begun, workerd's
/// own HTTP server does not tell a Worker that its client has left, while the platform does; there, a Worker of this
/// test is the client.
class LiveDepartureTest {
    /// Calls the gateway with the body that it gets and passes the answer on; it leaves when it is called at `/leave`.
    private static final String FRONT = """
        let leaves = null;
        export default { async fetch(request, env) {
          if (new URL(request.url).pathname === "/leave") { leaves.abort(); return new Response("left"); }
          const body = await request.text();
          leaves = new AbortController();
          try {
            const answer = await env.INNER.fetch(request.url, { method: "POST", headers: request.headers, body,
              signal: leaves.signal });
            return new Response(answer.body.pipeThrough(new TransformStream()));
          } catch (e) { return new Response("gone: " + e); }
        } };
        """;

    @TempDir
    private static Path folder;
    private static LiveProvider provider;
    private static LiveProcess process;
    private final Semaphore reached = new Semaphore(0);
    private final Semaphore departed = new Semaphore(0);

    @BeforeAll
    static void start() throws Exception {
        provider = new LiveProvider();
        String config = provider.config(provider);
        process = new LiveSetup(folder).gateway("plain", config, Map.of("LLM_ROUTER_HEARTBEAT_MS", "0"))
            .owner("shared", config, Map.of("LLM_ROUTER_HEARTBEAT_MS", "0"))
            .gateway("beating", config, Map.of("LLM_ROUTER_HEARTBEAT_MS", "50"))
            .front("front", FRONT, "plain").front("front2", FRONT, "shared").start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (process != null) process.close();
        if (provider != null) provider.close();
    }

    private Script then(Script script) {
        return wire -> {
            script.run(wire);
            reached.release();
            wire.awaitDeparture();
            departed.release();
        };
    }

    private static boolean soon(Semaphore event) throws InterruptedException {
        return event.tryAcquire(10, TimeUnit.SECONDS);
    }

    private static String request(String format, String path, boolean stream) {
        return LiveClient.post(path, Samples.request(path, stream).replace("p/m", format + "/m"));
    }

    @ParameterizedTest
    @CsvSource({"front,openai,/v1/chat/completions", "front,openai,/v1/messages", "front,claude,/v1/chat/completions",
        "front2,claude,/v1/messages"})
    void inTheMiddleOfAStream(String front, String format, String path) throws Exception {
        provider.does(then(wire -> wire.stream().send(Samples.opening(format) + Samples.delta(format, "Hello "))));
        int lines = process.log().size();
        try (var client = new LiveClient(process.port(front))) {
            client.send(request(format, path, true)).head().until("Hello ");
            assertTrue(soon(reached));
            assertEquals("left", LiveClient.ask(process.port(front), LiveClient.get("/leave")).body());
            assertTrue(soon(departed), "the call goes on");
        }
        process.record(lines, "\"client_gone\"", format + "/m");
        assertEquals(1, provider.seen().size());
    }

    /// Of a closed connection, workerd learns when it writes to it.
    @ParameterizedTest
    @CsvSource({"openai,/v1/chat/completions", "openai,/v1/messages"})
    void atTheNextHeartbeatWhereTheRuntimeSaysNothing(String format, String path) throws Exception {
        provider.does(then(wire -> wire.stream().send(Samples.opening(format) + Samples.delta(format, "Hello "))));
        int lines = process.log().size();
        try (var client = new LiveClient(process.port("beating"))) {
            client.send(request(format, path, true)).head().until("Hello ");
            assertTrue(soon(reached));
        }
        assertTrue(soon(departed), "the call goes on");
        process.record(lines, "\"client_gone\"", format + "/m");
    }

    private void leavesTheFront(String front, String format, String path, boolean stream, Script script)
            throws Exception {
        provider.does(then(script));
        int lines = process.log().size();
        try (var client = new LiveClient(process.port(front))) {
            client.send(request(format, path, stream));
            assertTrue(soon(reached));
            assertEquals("left", LiveClient.ask(process.port(front), LiveClient.get("/leave")).body());
            assertTrue(soon(departed), "the call goes on");
            assertTrue(client.head().rest().startsWith("gone: "));
        }
        process.record(lines, "\"client_gone\"", format + "/m");
        assertEquals(1, provider.seen().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"front", "front2"})
    void beforeTheProviderSaysAnything(String front) throws Exception {
        leavesTheFront(front, "openai", Samples.CHAT, true, wire -> {});
        leavesTheFront(front, "claude", Samples.CHAT, false, wire -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"front", "front2"})
    void beforeTheFirstContent(String front) throws Exception {
        leavesTheFront(front, "claude", Samples.MESSAGES, true, Wire::stream);
        leavesTheFront(front, "openai", Samples.MESSAGES, true,
            wire -> wire.stream().send(Samples.opening("openai")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"front", "front2"})
    void inTheMiddleOfAWholeAnswer(String front) throws Exception {
        leavesTheFront(front, "openai", Samples.CHAT, false, wire -> wire.send(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"id\":"));
    }

    /// It is no request that is not valid.
    @Test
    void beforeTheWholeRequestWasSent() throws Exception {
        provider.does(Samples.good("openai"));
        int lines = process.log().size();
        String whole = request("openai", Samples.CHAT, false);
        try (var client = new LiveClient(process.port("plain"))) {
            client.send(whole.substring(0, whole.length() - 5));
        }
        process.record(lines, "\"client_gone\"");
        assertEquals(0, provider.seen().size());
    }
}
