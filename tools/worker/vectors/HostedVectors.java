package vectors;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.worker.HostedEnvironment;

/// Requests to hosted gateways in each way of keeping state, with scripted providers.
final class HostedVectors {
    private static final int OTHERS = 300;
    private static final List<String> KEYS = List.of("right-master-key-0123456789", "ci-key", "wrong");
    private static final List<String> TARGETS = List.of("/", "/health", "/ready", "/status", "/metrics", "/v1/models",
        "/v1/models/a/m", "/v1/models?limit=1", "/v1/messages", "/v1/chat/completions", "/v1/responses",
        "/v1/embeddings",
        "/v1/messages/count_tokens", "/nowhere", "/v1/responses/compact");
    private static final List<String> HEADERS = List.of("content-encoding", "content-type", "origin", "accept",
        "user-agent", "x-llm-router-strict", "content-length", "via", "cf-connecting-ip", "x-session-id");
    private static final List<String> VALUES = List.of("gzip", "zstd", "gzip, deflate", "br", "application/json",
        "text/plain", "https://app.example", "text/html", "claude-cli/2.1", "true", "12", "1.1 g123", "10.1.2.3", "s1");

    private final Fixtures fixtures;
    private final VectorList vectors;
    private final ExchangeVectors exchanges;
    private final Chance chance = new Chance(6);

    HostedVectors(Fixtures fixtures, VectorList vectors, ExchangeVectors exchanges) {
        this.fixtures = fixtures;
        this.vectors = vectors;
        this.exchanges = exchanges;
    }

    void make() {
        for (var fixture : fixtures.cases("stream")) answered(fixture, "text/event-stream");
        for (var fixture : fixtures.cases("answer")) answered(fixture, "application/json");
        for (int i = 0; i < OTHERS; i++) {
            var script = deployment(chance.of(TranslationVectors.FORMATS));
            var requests = Json.array();
            for (int n = 1 + chance.below(3); n > 0; n--) requests.add(odd());
            vectors.add("hosted", script.put("requests", requests).put("calls", Json.array(exchanges.failure())));
        }
    }

    /// Several clients ask one after another; the fixture is the provider's answer, once or twice behind a failure.
    private void answered(Fixtures.Case fixture, String type) {
        var script = deployment(fixture.from());
        var requests = Json.array();
        for (int n = 1 + chance.below(4); n > 0; n--) requests.add(question(type));
        if (chance.oneIn(5)) requests.add(odd());
        var last = exchanges.call(200, fixture.text(), type);
        script.put("calls", chance.oneIn(2) ? Json.array(exchanges.failure(), last) : Json.array(last));
        if (chance.oneIn(12)) script.put("leaves", 1 + chance.below(12));
        if (chance.oneIn(16)) script.put("stops", 1 + chance.below(12));
        vectors.add("hosted", script.put("requests", requests));
    }

    private Json.Obj deployment(String provider) {
        var client = Json.object().put("name", "ci").put("keySha256", digest(KEYS.get(1)))
            .put("models", Json.strings(List.of("pair", "a/m", "b/m"))).put("rateLimits", Json.array(
                Json.object().put("id", "each").put("models", "all").put("requests", 2).put("window", "1m")));
        String config = ((Json.Obj) Json.parse(exchanges.config(provider))).put("masterKey", KEYS.get(0))
            .put("masterKeys", Json.array(client)).toString();
        var env = Json.object();
        int parts = chance.oneIn(3) ? 3 : 1;
        for (int i = 0; i < parts; i++) {
            env.put(HostedEnvironment.piece(i + 1), config.substring(config.length() * i / parts,
                config.length() * (i + 1) / parts));
        }
        if (parts > 1) env.put(HostedEnvironment.PARTS, Integer.toString(parts));
        if (chance.oneIn(2)) env.put(HostedEnvironment.DEPLOYMENT, "deployment-1");
        if (chance.oneIn(2)) env.put("LLM_ROUTER_WORKER_ALLOW_BEST_EFFORT_STATEFUL_ROUTING", "true");
        if (chance.oneIn(25)) env.put("LLM_ROUTER_MASTER_KEY", "another-master-key-01234567");
        if (chance.oneIn(20)) env.put("LLM_ROUTER_MAX_REQUEST_BODY_BYTES", "4096");
        if (chance.oneIn(25)) env.put(HostedEnvironment.piece(1), chance.changed(config));
        if (chance.oneIn(30)) env.put("LLM_ROUTER_RETRY_ATTEMPTS", chance.odd());
        return Json.object().put("env", env).put("shared", chance.oneIn(3))
            .put("together", chance.oneIn(2)).put("seed", chance.below(1 << 30));
    }

    private static String digest(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private Json.Obj question(String type) {
        String client = chance.of(TranslationVectors.FORMATS);
        String target = "/v1/" + Format.of(client).endpoint();
        boolean streamed = type.equals("text/event-stream") != chance.oneIn(6);
        return request("POST", target, ExchangeVectors.asking(streamed), key(chance.oneIn(20) ? 2 : chance.below(2)));
    }

    private Json.Arr key(int number) {
        return Json.array(Json.strings(List.of("x-api-key", KEYS.get(number))));
    }

    private static Json.Obj request(String method, String target, String body, Json.Arr headers) {
        return Json.object().put("method", method).put("target", target).put("headers", headers)
            .put("address", "192.0.2.1").put("body", body);
    }

    private Json.Obj odd() {
        Json.Arr headers = chance.oneIn(5) ? Json.array() : key(chance.oneIn(6) ? 2 : chance.below(2));
        for (int i = chance.below(3); i > 0; i--) {
            headers.add(Json.strings(List.of(chance.of(HEADERS), chance.oneIn(5) ? chance.odd() : chance.of(VALUES))));
        }
        String target = chance.of(TARGETS);
        String body = switch (chance.below(6)) {
            case 0 -> null;
            case 1 -> "damaged";
            case 2 -> chance.oddText();
            case 3 -> Mutation.of(ExchangeVectors.asking(true), chance.number());
            default -> ExchangeVectors.asking(chance.oneIn(2));
        };
        return request(chance.of(List.of("GET", "POST", "POST", "HEAD", "PUT", "OPTIONS")),
            chance.oneIn(6) ? chance.changed(target) : target, body, headers);
    }
}
