package vectors;

import java.util.ArrayList;
import java.util.List;

import llmrouter.admission.GatewayStage;
import llmrouter.json.Json;

/// Requests at the front door of gateways with different keys, origins and addresses.
final class AdmissionVectors {
    private static final int COUNT = 900;
    private static final List<String> METHODS = List.of("GET", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "get",
        "DELETE", "BREW", "");
    private static final List<String> PATHS = List.of("/", "/v1/messages", "/v1/messages?beta=true",
        "/anthropic/v1/messages/", "/v1/messages/count_tokens", "/v1/chat/completions", "/openai/chat/completions",
        "/v1/responses", "/v1/responses/compact", "/v1/embeddings", "/v1/completions", "/v1/models", "/v1/models/p/m",
        "/v1/models/p/%C3%A9%2Fn", "/v1/models?limit=1&after_id=p%2Fm", "/v1/models?client_version=0.9", "/health",
        "/ready", "/status", "/metrics", "/v1/message", "/v1/chat/completion", "//v1///models", "*", "/%2e%2e/x",
        "http://evil.example/v1/responses", "https://gw.example", "/v1/models/p%2fm", "/favicon.ico", "/%zz", "/é",
        "gw.example:443");
    private static final List<String> NAMES = List.of("authorization", "x-api-key", "origin", "host", "accept",
        "user-agent", "upgrade", "content-length", "transfer-encoding", "x-forwarded-for", "forwarded", "x-real-ip",
        "access-control-request-method", "access-control-request-headers", "anthropic-version", "sec-fetch-site",
        "content-encoding", "expect", "x-stainless-lang", "openai-beta");
    private static final List<String> VALUES = List.of("Bearer right-key", "bearer  right-key ", "right-key",
        "Bearer ci-key", "ci-key", "old-key", "Basic dXNlcjpyaWdodC1rZXk=", "Basic dXNlcjpjaS1rZXk", "wrong",
        "https://app.example", "HTTPS://App.Example:443", "http://localhost:3000", "null", "https://evil.example",
        "localhost", "gw.example:8787", "[::1]:8787", "127.0.0.1", "text/html,application/xhtml+xml;q=0.9",
        "application/json, text/html;q=0.1", "*/*", "claude-cli/2.1.0 (external, cli)", "OpenAI/JS 5.1", "websocket",
        "10.1.2.3", "192.0.2.7, 10.0.0.9", "for=192.0.2.7;proto=https", "2001:db8::1", "POST",
        "x-api-key, content-type", "2023-06-01", "0", "12", "-1", "chunked", "gzip", "cross-site", "100-continue");
    private static final List<String> ADDRESSES = List.of("127.0.0.1", "10.1.2.3", "192.0.2.1", "::1", "2001:db8::7",
        "::ffff:10.1.2.3");

    private final VectorList vectors;
    private final Chance chance = new Chance(4);
    private final List<Json.Obj> gateways = new ArrayList<>();

    AdmissionVectors(VectorList vectors) {
        this.vectors = vectors;
    }

    void make() {
        for (boolean required : new boolean[] {false, true}) {
            gateways.add(gateway(required, "127.0.0.1", Json.object()));
            gateways.add(gateway(required, "0.0.0.0", Json.object().put("LLM_ROUTER_ALLOWED_IPS", "10.0.0.0/8,::1")
                .put("LLM_ROUTER_TRUSTED_PROXIES", "10.0.0.0/24, 127.0.0.1")));
            gateways.add(gateway(required, "gw.example", Json.object().put("LLM_ROUTER_CORS_ALLOWED_ORIGINS",
                "https://app.example,http://localhost:3000")));
            gateways.add(gateway(required, "::", Json.object().put("LLM_ROUTER_CORS_ALLOW_ALL", "true")));
        }
        for (int i = 0; i < COUNT; i++) vectors.add("admission", request());
    }

    private static Json.Obj gateway(boolean required, String bound, Json.Obj settings) {
        String config = """
            {"version":2,"masterKey":"right-key","masterKeys":[\
            {"name":"ci","keySha256":"%s","expires":1750000001,"models":["p/m"],\
            "rateLimits":[{"id":"b","models":["all"],"requests":3,"window":"1h"}]},\
            {"name":"old","keySha256":"%s","expires":1000}],\
            "modelAliases":{"work":{"strategy":"ordered","targets":["p/m"]}},\
            "providers":[{"id":"p","name":"P","baseUrl":"https://p.example","apiKey":"k","formats":["openai"],\
            "models":[{"id":"m","contextWindow":9000},{"id":"é/n"}]}]}"""
            .formatted(AdmissionAnswers.digest("ci-key"), AdmissionAnswers.digest("old-key"));
        return Json.object().put("config", config).put("settings", settings).put("keyRequired", required)
            .put("bound", bound);
    }

    private Json.Obj request() {
        String path = chance.of(PATHS);
        var headers = Json.array();
        for (int i = chance.below(5); i > 0; i--) headers.add(header());
        if (!chance.oneIn(3)) headers.add(Json.strings(List.of("x-api-key", chance.of(VALUES.subList(2, 6)))));
        String address = chance.of(ADDRESSES);
        boolean loopback = address.equals("127.0.0.1") || address.equals("::1");
        var all = Json.object().put("method", chance.of(METHODS)).put("version",
            chance.oneIn(20) ? chance.of(List.of("HTTP/2.0", "HTTP/1.0", "http/1.1", "HTTP/0.9")) : "HTTP/1.1")
            .put("target", chance.oneIn(4) ? chance.changed(path) : path).put("headers", headers)
            .put("address", address).put("loopback", loopback).put("near", loopback || chance.oneIn(3))
            .put("now", 1_750_000_000L + chance.below(3)).put("refused", chance.oneIn(4) ? 1_740_000_000L : 0)
            .put("stage", chance.oneIn(6) ? chance.of(List.of(GatewayStage.values())).name() : "SERVING");
        if (chance.oneIn(8)) all.put("trouble", chance.odd());
        chance.of(gateways).members().forEach(all::put);
        return all;
    }

    private Json.Arr header() {
        String value = chance.of(VALUES);
        String changed = chance.oneIn(4) ? chance.changed(value) : value;
        return Json.strings(List.of(chance.of(NAMES), chance.oneIn(12) ? chance.odd() : changed));
    }
}
