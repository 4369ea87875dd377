package llmrouter.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A gateway that another one replaces at the same address, in processes of their own.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TakeoverTest {
    private static final String ANSWER = """
        {"id":"1","object":"chat.completion","created":1,"model":"m",\
        "choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";
    private static final String PIECE = """
        {"id":"1","object":"chat.completion.chunk","created":1,"model":"m",\
        "choices":[{"index":0,"delta":{"content":"word "},"finish_reason":null}]}""";
    private static final String LAST = """
        {"id":"1","object":"chat.completion.chunk","created":1,"model":"m",\
        "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    @TempDir
    private Path home;

    /// Answers at once, or streams for half a second.
    private static void serve(Wire wire) throws IOException, InterruptedException {
        if (!wire.request().body().contains("\"stream\":true")) {
            wire.json(200, ANSWER, "connection: close");
            wire.close();
            return;
        }
        wire.stream();
        for (int i = 0; i < 10; i++) {
            wire.event(PIECE);
            Thread.sleep(50);
        }
        wire.event(LAST).event("[DONE]").close();
    }

    /// Requests that the cap `p/cap` has counted, as `status` tells it.
    private long counted(GatewayProcess gateway) throws IOException {
        var status = (Json.Obj) Json.parse(GatewayProcess.run(home, "status", "--port=" + gateway.port(),
            "--json").out());
        for (Json item : status.items("buckets")) {
            if (item instanceof Json.Obj bucket
                && "p/cap".equals(bucket.text("bucket"))) return bucket.object("requests").number("used", -1);
        }
        throw new AssertionError(status.toString());
    }

    @Test
    void aTakeoverCutsNoConnectionAndForgetsNoCall() throws Exception {
        try (var provider = new ScriptedUpstream(TakeoverTest::serve)) {
            GatewayProcess.configure(home, provider.url());
            var gateway = GatewayProcess.start(home, "--port=0");
            String port = "--port=" + gateway.port();
            var clients = new Clients(gateway.port()).fresh(2).kept(4).streams(4);
            try {
                clients.started();
                for (int i = 0; i < 3; i++) {
                    var next = GatewayProcess.start(home, port);
                    clients.busy(5);
                    assertEquals(0, gateway.ended(), gateway.said());
                    gateway.close();
                    gateway = next;
                }
            } finally {
                clients.finish();
            }
            assertEquals(List.of(), List.copyOf(clients.failures));
            assertEquals(provider.seen().size(), counted(gateway), "the cap counts every call of all lives");
            gateway.close();
        }
    }

    @Test
    void itCanBeForbidden() throws Exception {
        GatewayProcess.configure(home, "http://127.0.0.1:9");
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            var refused = GatewayProcess.run(home, "start", "--port=" + gateway.port(), "--takeover=false");
            assertEquals(1, refused.exitCode());
            assertTrue(refused.err().contains("your own gateway, process " + gateway.pid()), refused.err());
            assertTrue(refused.err().contains("llm-router stop --port=" + gateway.port()), refused.err());
            assertEquals(0, GatewayProcess.run(home, "status", "--port=" + gateway.port()).exitCode());
        }
    }

    @Test
    void aStrangerWhoHasThePortOfAnEntryIsLeftAlone() throws Exception {
        GatewayProcess.configure(home, "http://127.0.0.1:9");
        try (var gateway = GatewayProcess.start(home,
            "--port=0"); var stranger = new ScriptedUpstream(wire -> wire.json(404, "{}"))) {
            var entry = Instances.in(home, _ -> {}).running().getFirst();
            Instances.in(home, _ -> {}).add(new Instance(entry.pid(), entry.born(), entry.host(), stranger.port(),
                entry.control(), entry.config(), entry.terms(), entry.version(), entry.key(), entry.certificate(),
                entry.startedAt(), entry.jar(), false));
            try (var late = GatewayProcess.launch(home, Map.of(), GatewayProcess.classes(),
                "--port=" + stranger.port())) {
                assertEquals(1, late.ended(), late.said());
                assertTrue(late.said().contains("process " + ProcessHandle.current().pid()), late.said());
            }
            assertTrue(gateway.isAlive());
            assertEquals(List.of(), stranger.seen());
        }
    }

    @Test
    void aStartThatFailsToListenEndsAtOnce() throws Exception {
        GatewayProcess.configure(home, "http://127.0.0.1:9");
        try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var late = GatewayProcess.launch(home, Map.of(), GatewayProcess.classes(),
                    "--port=" + stranger.getLocalPort())) {
            assertEquals(1, late.ended(), late.said());
            assertTrue(late.said().contains("process " + ProcessHandle.current().pid()), late.said());
        }
    }
}
