import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// What a gateway costs on this platform if it does nothing: the JDK's server and client, copying bytes. One flush
/// per read.
///
/// `Relay PORT ORIGIN [in-place]`, where the origin is a port of this machine or a URL. With `in-place` the client's
/// tasks run on its selector thread in place of virtual threads of their own.
final class Relay {
    private final HttpClient client;
    private final String origin;

    private Relay(String origin, Executor executor) {
        this.origin = origin;
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(executor).build();
    }

    public static void main(String[] args) throws IOException {
        // Off by default, which holds every streamed reply back for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
        boolean inPlace = args.length > 2 && args[2].equals("in-place");
        var relay = new Relay(args[1].contains(":") ? args[1] : "http://127.0.0.1:" + args[1],
            inPlace ? Runnable::run : Executors.newVirtualThreadPerTaskExecutor());
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        var server = HttpServer.create(address, 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", relay::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/health")) {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        var body = HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes());
        var request = HttpRequest.newBuilder(URI.create(origin + exchange.getRequestURI()))
                .header("content-type", "application/json").POST(body).build();
        try {
            copy(client.send(request, HttpResponse.BodyHandlers.ofInputStream()), exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static void copy(HttpResponse<InputStream> answer, HttpExchange exchange) throws IOException {
        var headers = answer.headers();
        exchange.getResponseHeaders().set("content-type", headers.firstValue("content-type").orElse("application/json"));
        exchange.sendResponseHeaders(answer.statusCode(), headers.firstValueAsLong("content-length").orElse(0));
        try (var in = answer.body()) {
            var buffer = new byte[1 << 14];
            var out = exchange.getResponseBody();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                out.flush();
            }
        }
    }
}
