package llmrouter.server;

import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import llmrouter.scripted.ScriptedUpstream;
import llmrouter.server.ListenAddress.KeyRule;

import static org.junit.jupiter.api.Assertions.assertTrue;

/// One address cannot take all requests that a gateway serves; behind a trusted proxy, the client's address counts.
class AddressShareTest {
    private static final int SHARE = 14;

    private static Socket ask(GatewayServer server, String path, String address) throws Exception {
        String body = Samples.request(path, false);
        var socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(("POST " + path + " HTTP/1.1\r\nHost: any.example\r\nConnection: close\r\n"
            + "Authorization: Bearer " + Gateway.KEY + "\r\nX-Forwarded-For: 203.0.113.1, " + address
            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String answer(Socket socket) throws Exception {
        try (socket; InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void refused(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 503 ") && answer.contains("\r\nRetry-after: 1\r\n")
            && answer.contains("This address has too many concurrent requests (14 "), answer);
    }

    @Test
    void theRestIsKeptForOthersAndTheRefusedClientIsToldWhy() throws Exception {
        var begun = new CountDownLatch(SHARE);
        var go = new CountDownLatch(1);
        var count = new AtomicInteger();
        var settings = Gateway.settings(Map.of("LLM_ROUTER_MAX_CONNECTIONS", "16", "LLM_ROUTER_TRUSTED_PROXIES",
            "127.0.0.1"));
        try (var upstream = new ScriptedUpstream(wire -> {
            if (count.incrementAndGet() <= SHARE) {
                begun.countDown();
                go.await();
            }
            wire.json(200, Samples.CHAT_ANSWER);
        }); var server = GatewayServer.start(new ListenAddress("0.0.0.0", 0, KeyRule.ALWAYS), settings,
                ServerContext.usual(), Gateway.config("{\"masterKey\":\"" + Gateway.KEY + "\","
                    + Gateway.config("openai", upstream).substring(1)), new CopyOnWriteArrayList<String>()::add)) {
            List<Socket> crowd = new ArrayList<>();
            for (int i = 0; i < SHARE; i++) crowd.add(ask(server, Samples.CHAT, "198.51.100.7"));
            assertTrue(ScriptedUpstream.soon(begun));
            refused(answer(ask(server, Samples.CHAT, "198.51.100.7")));
            String other = answer(ask(server, Samples.MESSAGES, "198.51.100.7"));
            refused(other);
            assertTrue(other.contains("{\"type\":\"error\""), other);
            String served = answer(ask(server, Samples.CHAT, "198.51.100.8"));
            assertTrue(served.startsWith("HTTP/1.1 200 "), served);
            go.countDown();
            for (Socket client : crowd) assertTrue(answer(client).startsWith("HTTP/1.1 200 "));
            assertTrue(answer(ask(server, Samples.CHAT, "198.51.100.7")).startsWith("HTTP/1.1 200 "));
        }
    }
}
