import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a gateway as its users do, for a JVM that writes an archive of the classes which it has used: the start, a
/// request of each format, whole and streamed, and the end. The words of the command line are a java and what it needs
/// to run the program. Nothing is written into the user's home folder.
final class Rehearsal {
    private static final int TRIES = 3000;
    private static final String WHOLE = """
        {"id":"a","object":"chat.completion","created":1,"model":"m",\
        "choices":[{"index":0,"message":{"role":"assistant",
        "content":"Hello"},"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""";
    private static final String EVENT = """
        data: {"id":"a","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":%s,\
        "finish_reason":%s}]}

        """;
    private static final String STREAM = EVENT.formatted("{\"role\":\"assistant\",\"content\":\"Hel\"}", "null")
        + EVENT.formatted("{\"content\":\"lo\"}", "null") + EVENT.formatted("{}", "\"stop\"") + "data: [DONE]\n\n";
    private static final String TALK = "{\"model\":\"p/m\",\"max_tokens\":9,\"stream\":%b,\"messages\":"
        + "[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final String INPUT = "{\"model\":\"p/m\",\"stream\":%b,\"input\":\"Hello\"}";

    private Rehearsal() {}

    public static void main(String[] words) throws Exception {
        Path home = Files.createTempDirectory("rehearsal");
        HttpServer provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", Rehearsal::answer);
        provider.start();
        try {
            rehearse(List.of(words), home, provider.getAddress().getPort());
        } finally {
            provider.stop(0);
            try (var files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            }
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean streams = asked.contains("\"stream\":true");
        byte[] answer = (streams ? STREAM : WHOLE).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", streams ? "text/event-stream" : "application/json");
        exchange.sendResponseHeaders(200, streams ? 0 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static void rehearse(List<String> program, Path home, int provider) throws Exception {
        Path config = Files.writeString(home.resolve("config.json"), """
            {"providers":[{"id":"p","baseUrl":"http://127.0.0.1:%d/v1","format":"openai",\
            "apiKeyEnv":"KEY","models":["m"]}]}"""
            .formatted(provider));
        int port = freePort();
        var command = new ArrayList<>(program);
        command.add(1, "-Duser.home=" + home);
        command.addAll(List.of("start", "--config=" + config, "--port=" + port));
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(home.resolve("said").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LLM_ROUTER_"));
        builder.environment().put("HOME", home.toString());
        builder.environment().put("KEY", "rehearsal");
        Process gateway = builder.start();
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < TRIES && gateway.isAlive() && !isHealthy(client, port); i++) Thread.sleep(10);
            for (boolean streams : new boolean[] {false, true}) {
                post(client, port, "/v1/chat/completions", TALK.formatted(streams));
                post(client, port, "/v1/messages", TALK.formatted(streams));
                post(client, port, "/v1/responses", INPUT.formatted(streams));
            }
        } finally {
            gateway.destroy();
            if (!gateway.waitFor(2, TimeUnit.MINUTES)) gateway.destroyForcibly();
            System.out.print(Files.readString(home.resolve("said")).lines()
                .filter(line -> line.contains("rror")).map(line -> line + "\n").reduce("", String::concat));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isHealthy(HttpClient client, int port) throws InterruptedException {
        try {
            return status(client,
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health")).build()) == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private static void post(HttpClient client, int port, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
        int status = status(client, request);
        if (status != 200) throw new IllegalStateException(path + " was answered with " + status);
    }

    private static int status(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }
}
