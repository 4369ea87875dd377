package llmrouter.cli.watch;

import java.util.concurrent.TimeUnit;

import llmrouter.json.Json;

/// Answers of a gateway, for tests.
final class Looks {
    private Looks() {}

    /// @param pid   another one is another process
    /// @param calls of the candidate `p/m`, and requests of the gateway
    static GatewayLook at(double seconds, long pid, long calls) {
        return new GatewayLook((long) (seconds * TimeUnit.SECONDS.toNanos(1)), status(pid, calls), null);
    }

    static GatewayLook silent(double seconds) {
        return new GatewayLook((long) (seconds * TimeUnit.SECONDS.toNanos(1)), null, "does not run");
    }

    private static Json.Obj status(long pid, long calls) {
        return (Json.Obj) Json.parse("""
            {"name":"llm-router","version":"9.9.9","pid":%d,"started":"2026-11-30T10:00:00Z","uptimeSeconds":90,
             "figures":{"open":2,"streams":1,"requests":%d,"failed":1,"refused":0,
               "tokens":{"input":10,"output":%d},"firstToken":{"medianMs":420,"p95Ms":1900,"minutes":5},
               "candidates":[{"ref":"p/m","calls":%d,"failedCalls":1,"inputTokens":10,"outputTokens":%d,
                 "firstTokens":2,"firstTokenMs":500}]},
             "candidates":[{"ref":"p/m","state":"ok"},{"ref":"a/waits","state":"cooldown",
               "until":"2026-11-30T10:00:30Z","reason":"rate_limited"}],
             "routes":[],"buckets":[{"bucket":"p/minute","requests":{"used":12,"limit":40}},
               {"bucket":"p/day","tokens":{"used":99,"limit":100}}]}
            """.formatted(pid, calls, calls * 100, calls, calls * 100));
    }
}
