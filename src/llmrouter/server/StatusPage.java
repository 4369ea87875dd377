package llmrouter.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import llmrouter.Version;
import llmrouter.config.Settings;
import llmrouter.config.StateBackend;
import llmrouter.json.Json;
import llmrouter.metrics.Activity.Minute;
import llmrouter.metrics.Activity.Spread;
import llmrouter.metrics.Meters;
import llmrouter.page.StatusHtml;
import llmrouter.records.RoutingStatus;
import llmrouter.records.ShownCandidates;
import llmrouter.records.StatusJson;
import llmrouter.report.LocalTime;
import llmrouter.routing.Candidate;
import llmrouter.routing.FailureClass;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.server.log.LogWriter;
import llmrouter.server.log.RequestLog;
import llmrouter.state.StateStore;

/// The status of a running gateway, as JSON (`GET /status`) and as a page for browsers (`GET /`). It names files and
/// models, never a key.
final class StatusPage {
    private static final int MINUTES_OF_FIRST_TOKENS = 5;

    private final Instant started = Instant.now();
    private final ListenAddress address;
    private final int port;
    private final ServerContext context;
    private final StateBackend backend;
    private final HealthPolicy policy;
    private final StateStore state;
    private final RequestLog requests;
    private final Meters meters;
    private final HeapUse memory;

    /// @param port the actual one, if the address said 0
    StatusPage(ListenAddress address, int port, ServerContext context, Settings settings, StateStore state,
            RequestLog requests, Meters meters, HeapUse memory) {
        this.address = address;
        this.port = port;
        this.context = context;
        this.backend = settings.state().backend();
        this.policy = HealthPolicy.of(settings);
        this.state = state;
        this.requests = requests;
        this.meters = meters;
        this.memory = memory;
    }

    Json.Obj of(ActiveConfig active, boolean draining) {
        Json.Obj page = whole(active, draining);
        return active.secrets().in(page.toString()) ? (Json.Obj) active.secrets().without(page) : page;
    }

    private Json.Obj whole(ActiveConfig active, boolean draining) {
        var page = Json.object().put("name", "llm-router").put("version", Version.CURRENT)
            .put("pid", ProcessHandle.current().pid())
            .put("host", address.host()).put("port", port).put("started", LocalTime.iso(started))
            .put("uptimeSeconds", Duration.between(started, Instant.now()).toSeconds()).put("draining", draining)
            .put("keyRequired", active.door().keyRequired()).put("locked", active.door().locked())
            .put("config", context.configSource())
            .put("state", store());
        page.put("memory", memory.json());
        page.put("lastHour", lastHour());
        if (requests.state() instanceof LogWriter.LogState log) page.put("requestLog", log(log));
        page.put("figures", figures());
        page.put("leftOut", StatusJson.leftOut(active.config().leftOut()));
        if (active.refusal() != null) page.put("configRefusal", active.refusal().json());
        new RoutingStatus(active.config(), active.routes(), policy).addTo(page, state);
        return page;
    }

    private Json.Obj lastHour() {
        List<Minute> minutes = requests.activity().hour().minutes();
        return Json.object().put("requests", minutes.stream().mapToLong(Minute::requests).sum())
            .put("failures", minutes.stream().mapToLong(Minute::failures).sum());
    }

    /// The ids of providers that are not called for a while because they refused the key.
    List<String> keyRefused(ActiveConfig active) {
        var shown = ShownCandidates.of(active.config(), active.routes(), state);
        RoutingSnapshot snapshot = state.snapshot(shown.everyChoice());
        if (snapshot == null) return List.of();
        var refused = new ArrayList<String>();
        snapshot.health().forEach((ref, health) -> {
            boolean waits = health.availableAt() > snapshot.at() && health.reason().equals(FailureClass.AUTH.word());
            if (waits) refused.add(Candidate.providerOf(ref));
        });
        return refused.stream().distinct().toList();
    }

    String html(ActiveConfig active, boolean draining) {
        return StatusHtml.of(of(active, draining), requests.activity().hour(), requests.activity().last());
    }

    private Json store() {
        var store = Json.object().put("backend", switch (backend) {
            case StateBackend.MemoryState _ -> "memory";
            case StateBackend.FileState file -> "file " + file.path();
            case StateBackend.RedisState redis -> redis.toString();
        });
        return state.trouble() == null ? store : store.put("trouble", state.trouble());
    }

    /// The counts, and how long streams of the last minutes took to their first token.
    private Json figures() {
        Json.Obj figures = meters.figures();
        if (!(requests.activity().firstToken(MINUTES_OF_FIRST_TOKENS) instanceof Spread spread)) return figures;
        return figures.put("firstToken", Json.object().put("medianMs", spread.median()).put("p95Ms", spread.p95())
            .put("minutes", MINUTES_OF_FIRST_TOKENS));
    }

    private static Json log(LogWriter.LogState log) {
        var page = Json.object().put("path", log.path()).put("written", log.written()).put("dropped", log.dropped());
        return log.trouble() == null ? page : page.put("trouble", log.trouble());
    }
}
