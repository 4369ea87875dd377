package llmrouter.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import llmrouter.Version;
import llmrouter.config.Alias;
import llmrouter.config.ClientKey;
import llmrouter.config.Format;
import llmrouter.config.Settings;
import llmrouter.config.StateBackend;
import llmrouter.json.Json;
import llmrouter.metrics.Activity.Minute;
import llmrouter.metrics.Activity.Spread;
import llmrouter.metrics.Meters;
import llmrouter.page.StatusHtml;
import llmrouter.report.LocalTime;
import llmrouter.report.StatusJson;
import llmrouter.routing.Candidate;
import llmrouter.routing.CandidateState;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.Choice;
import llmrouter.routing.FailureClass;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Route;
import llmrouter.routing.RouteOutlook;
import llmrouter.routing.RouteResolver.Resolution;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable;
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
        if (!active.config().masterKeys().isEmpty()) page.put("clientKeys", clientKeys(active.config().masterKeys()));
        ShownCandidates shown = ShownCandidates.of(active, state);
        List<Choice> all = shown.everyChoice();
        RoutingSnapshot snapshot = state.snapshot(all);
        if (snapshot == null) return page.put("routes", routes(active, null));
        Function<Route, RouteOutlook> judge = judge(snapshot, all);
        return page.put("routes", routes(active, judge))
            .put("candidates", StatusJson.candidates(snapshot, shown.direct().stream().map(judge).toList(),
                shown.passed(), shown.named().stream().map(judge).toList()))
            .put("buckets", StatusJson.caps(shown.choices(), snapshot));
    }

    private Json.Obj lastHour() {
        List<Minute> minutes = requests.activity().hour().minutes();
        return Json.object().put("requests", minutes.stream().mapToLong(Minute::requests).sum())
            .put("failures", minutes.stream().mapToLong(Minute::failures).sum());
    }

    /// The ids of providers that are not called for a while because they refused the key.
    List<String> keyRefused(ActiveConfig active) {
        RoutingSnapshot snapshot = state.snapshot(ShownCandidates.of(active, state).everyChoice());
        if (snapshot == null) return List.of();
        var refused = new ArrayList<String>();
        snapshot.health().forEach((ref, health) -> {
            boolean waits = health.availableAt() > snapshot.at() && health.reason().equals(FailureClass.AUTH.word());
            if (waits) refused.add(Candidate.providerOf(ref));
        });
        return refused.stream().distinct().toList();
    }

    /// Judges routes by this snapshot.
    private Function<Route, RouteOutlook> judge(RoutingSnapshot snapshot, List<Choice> choices) {
        RoutingTable table = RoutingTable.of(snapshot, choices, policy);
        return route -> RouteOutlook.of(route, table, snapshot.at());
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

    /// @param judge or null where the state is not known
    private static Json routes(ActiveConfig active, Function<Route, RouteOutlook> judge) {
        var routes = Json.array();
        for (Alias alias : active.config().aliases().values()) {
            Resolution resolution = active.routes().resolve("alias:" + alias.id(), Format.DEFAULT);
            if (!(resolution instanceof Resolution.Found(Route route))) continue;
            var primary = Json.array();
            for (Route.Weighted w : route.primary()) primary.add(Json.of(w.candidate().ref()));
            var fallback = Json.array();
            for (Candidate c : route.fallback()) fallback.add(Json.of(c.ref()));
            Json.Obj json = Json.object().put("alias", alias.id()).put("strategy", route.strategy().word())
                .put("primary", primary).put("fallback", fallback);
            routes.add(judge == null ? json : json.put("outlook", StatusJson.outlook(judge.apply(route))));
        }
        return routes;
    }

    /// The named client keys: what each may ask for, and the use of its caps.
    private Json clientKeys(List<ClientKey> keys) {
        var list = Json.array();
        for (ClientKey key : keys) {
            List<Cap> caps = caps(key);
            list.add(StatusJson.clientKey(key, caps, state.uses(caps)));
        }
        return list;
    }

    /// The caps of a client's key.
    static List<Cap> caps(ClientKey key) {
        return key.rateLimits().stream().map(bucket -> Cap.ofClient(key.name(), bucket)).toList();
    }
}
