package llmrouter.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import llmrouter.admission.ModelCatalog;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.read.ConfigReader;
import llmrouter.json.Json;
import llmrouter.routing.OfferedModels;

/// Answers `/health` and `/v1/models` as a Worker with these bindings would, without running its modules.
public final class NoRuntime implements WorkerRuntime {
    private final Map<String, LiveWorker> workers = new ConcurrentHashMap<>();
    private final HttpServer server;

    public NoRuntime() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    @Override
    public void live(String name, LiveWorker worker) {
        if (worker == null) workers.remove(name);
        else workers.put(name, worker);
    }

    @Override
    public String url(String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/", 3);
            LiveWorker worker = workers.get(path[1]);
            if (worker == null) {
                reply(exchange, 404, "there is nothing here");
            } else if (path[2].equals("health")) {
                String id = worker.text("LLM_ROUTER_DEPLOYMENT");
                if (id != null) exchange.getResponseHeaders().set("x-llm-router-deployment", id);
                reply(exchange, 200, "{\"status\":\"ok\"}");
            } else {
                models(exchange, worker);
            }
        }
    }

    private static void models(HttpExchange exchange, LiveWorker worker) throws IOException {
        if (!(ConfigReader.read(worker.configuration(), "payload") instanceof ValidConfig(Config config, _, _))) {
            reply(exchange, 503, "not configured");
            return;
        }
        String own = worker.text("LLM_ROUTER_MASTER_KEY");
        String key = own != null ? own : config.masterKey() instanceof InlineSecret(String value, _) ? value : null;
        String shown = exchange.getRequestHeaders().getFirst("authorization");
        if (!("Bearer " + key).equals(shown)) {
            reply(exchange, key == null ? 503 : 401, "no");
            return;
        }
        var ids = new ModelCatalog(config, OfferedModels.NONE, 0).models().stream().map(model -> model.id()).toList();
        reply(exchange, 200, Json.strings(ids).toString());
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
