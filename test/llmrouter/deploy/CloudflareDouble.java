package llmrouter.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;

/// A make-believe Cloudflare API with one account, over a real socket. It checks uploads as Cloudflare does, keeps what
/// is live, and has it run by a [WorkerRuntime]. A fault can be ordered for any call.
public final class CloudflareDouble implements AutoCloseable {
    public static final String ACCOUNT = "acc1";
    /// May do everything.
    public static final String TOKEN = "token-that-may-do-everything";

    private final HttpServer server;
    private final WorkerRuntime runtime;
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, DoubleToken> tokens = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    /// What the account has; changed by tests before a call.
    final DoubleAccount account;

    /// What happens to a call instead of its answer.
    public enum Trouble { ERROR, REFUSED, CUT_BEFORE, CUT_AFTER, STALL }

    private static final class Fault {
        private final Trouble trouble;
        private final Predicate<String> call;
        private int left;

        Fault(Trouble trouble, Predicate<String> call, int times) {
            this.trouble = trouble;
            this.call = call;
            this.left = times;
        }
    }

    /// @param permissions of [DoubleAccount#PERMISSIONS]
    /// @param ofAccount   whether it belongs to the account and not to a user
    record DoubleToken(List<String> permissions, boolean ofAccount, String status) {}

    public CloudflareDouble(WorkerRuntime runtime) throws IOException {
        this.runtime = runtime;
        this.account = new DoubleAccount(runtime);
        tokens.put(TOKEN, new DoubleToken(DoubleAccount.PERMISSIONS, false, "active"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/client/v4/", this::handle);
        server.start();
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/client/v4";
    }

    void token(String token, boolean ofAccount, String... permissions) {
        tokens.put(token, new DoubleToken(List.of(permissions), ofAccount, "active"));
    }

    void expired(String token) {
        tokens.put(token, new DoubleToken(List.of(), false, "expired"));
    }

    /// The next calls of this method and path go wrong.
    ///
    /// @param call method and path below the base URL, e.g. `PUT /accounts/acc1/workers/scripts/w`
    void fault(Trouble trouble, String call, int times) {
        synchronized (faults) {
            faults.add(new Fault(trouble, made -> made.equals(call), times));
        }
    }

    /// No call goes wrong any more.
    void heal() {
        synchronized (faults) {
            faults.clear();
        }
    }

    /// Every call, as method and path, in their order.
    public List<String> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /// Calls that change something.
    List<String> changes() {
        return calls().stream().filter(call -> !call.startsWith("GET ")).toList();
    }

    /// What is live under a name, or null.
    public LiveWorker live(String name) {
        DoubleWorker worker = account.workers.get(name);
        return worker == null ? null : worker.live();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getRawPath().substring("/client/v4".length());
        String call = exchange.getRequestMethod() + " " + path;
        calls.add(call);
        Trouble trouble = troubleOf(call);
        if (trouble == Trouble.CUT_BEFORE) throw new IOException("cut before");
        if (trouble == Trouble.STALL) stall();
        if (trouble == Trouble.REFUSED) {
            reply(exchange, 403, failure(10000, "Authentication error"));
            return;
        }
        if (trouble == Trouble.ERROR) {
            reply(exchange, 500, failure(10013, "workers.api.error.unknown"));
            return;
        }
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        int status = 200;
        Obj answer;
        try {
            DoubleToken token = token(exchange, path);
            answer = synchronizedAnswer(new DoubleCall(exchange.getRequestMethod(), path.substring(1).split("/"), query,
                exchange.getRequestHeaders().getFirst("content-type"), body, token));
        } catch (ApiRefusal e) {
            status = e.status;
            answer = failure(e.code, e.getMessage());
        }
        if (trouble == Trouble.CUT_AFTER) throw new IOException("cut after");
        reply(exchange, status, answer);
    }

    /// @param path its parts
    record DoubleCall(String method, String[] path, Map<String, String> query, String contentType, byte[] body,
            DoubleToken token) {
        Obj json() {
            return (Obj) Json.parse(new String(body, StandardCharsets.UTF_8));
        }

        void needs(String permission) throws ApiRefusal {
            if (!token.permissions().contains(permission)) throw new ApiRefusal(403, 10000, "Authentication error");
        }
    }

    private Obj synchronizedAnswer(DoubleCall call) throws ApiRefusal {
        synchronized (account) {
            return account.answer(call);
        }
    }

    private Trouble troubleOf(String call) {
        synchronized (faults) {
            for (Fault fault : faults) {
                if (fault.left > 0 && fault.call.test(call)) {
                    fault.left--;
                    return fault.trouble;
                }
            }
            return null;
        }
    }

    private void stall() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("stalled");
    }

    private DoubleToken token(HttpExchange exchange, String path) throws ApiRefusal {
        String shown = exchange.getRequestHeaders().getFirst("authorization");
        DoubleToken token = shown == null ? null : tokens.get(shown.replaceFirst("^Bearer ", ""));
        if (token == null) throw new ApiRefusal(401, 1000, "Invalid API Token");
        boolean ofUser = path.startsWith("/user/");
        if (ofUser && token.ofAccount()) throw new ApiRefusal(401, 1000, "Invalid API Token");
        return token;
    }

    private static Map<String, String> query(String text) {
        var query = new HashMap<String, String>();
        if (text == null) return query;
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            query.put(pair.substring(0, equals),
                URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    static Obj success(Json result) {
        return Json.object().put("success", true).put("errors", Json.array()).put("messages", Json.array())
            .put("result", result);
    }

    /// One page of a list.
    static Obj page(Arr all, Map<String, String> query) {
        int size = Math.min(50, Integer.parseInt(query.getOrDefault("per_page", "20")));
        int number = Integer.parseInt(query.getOrDefault("page", "1"));
        int from = Math.min(all.size(), (number - 1) * size);
        int to = Math.min(all.size(), from + size);
        var page = new Arr(new ArrayList<>(all.items().subList(from, to)));
        int pages = (all.size() + size - 1) / size;
        return success(page).put("result_info", Json.object().put("page", number).put("per_page", size)
            .put("count", page.size()).put("total_count", all.size()).put("total_pages", pages));
    }

    private static Obj failure(int code, String message) {
        Obj error = Json.object().put("code", code).put("message", message);
        return Json.object().put("success", false).put("errors", Json.array(error)).put("messages", Json.array())
            .put("result", Json.Null.NULL);
    }

    private static void reply(HttpExchange exchange, int status, Obj answer) throws IOException {
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        runtime.close();
    }
}
