package llmrouter.cli.watch;

import llmrouter.json.Json;

/// What `top` shows, as JSON for programs.
final class TopJson {
    private TopJson() {}

    /// `{"running":true,"url":…,"seconds":1.0,"requestsPerSecond":…,"figures":{…},"candidates":[…],"buckets":[…]}`.
    /// `figures` are the counts as the gateway tells them; a rate is of the last `seconds`.
    static Json.Obj of(String url, LookHistory history, CandidateRow.Order order) {
        GatewayLook known = history.known();
        Json.Obj json = Json.object().put("running", history.last().status() != null).put("url", url);
        if (history.last().silent() != null) json.put("reason", history.last().silent());
        if (known == null) return json;
        json.put("version", known.status().text("version")).put("pid", known.status().number("pid", 0))
            .put("uptimeSeconds", known.status().number("uptimeSeconds", 0));
        put(json, "seconds", history.seconds());
        put(json, "requestsPerSecond", history.perSecond(figures -> figures.number("requests", 0)));
        put(json, "outputTokensPerSecond", history.perSecond(figures -> figures.object("tokens") instanceof Json.Obj t
            ? t.number("output", 0) : 0));
        json.put("figures", known.figures());
        Json.Arr rows = Json.array();
        for (CandidateRow row : CandidateRow.of(history, order)) rows.add(candidate(row));
        json.put("candidates", rows);
        Json.Arr caps = Json.array();
        known.status().objects("buckets").forEach(caps::add);
        return json.put("buckets", caps);
    }

    private static Json.Obj candidate(CandidateRow row) {
        Json.Obj json = Json.object().put("ref", row.ref()).put("state", row.state()).put("calls", row.calls())
            .put("failedCalls", row.failed());
        if (row.until() != null) json.put("until", row.until());
        put(json, "callsPerSecond", row.callsPerSecond());
        put(json, "outputTokensPerSecond", row.tokensPerSecond());
        return row.firstTokenMs() < 0 ? json : json.put("firstTokenMs", row.firstTokenMs());
    }

    /// Two places are kept. A rate that is not known is left out.
    private static void put(Json.Obj json, String name, double rate) {
        if (rate >= 0) json.put(name, Json.parse(Double.toString(Math.round(rate * 100) / 100.0)));
    }
}
