package llmrouter.server;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;

import llmrouter.Version;
import llmrouter.config.Alias;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.StateBackend;
import llmrouter.json.Json;
import llmrouter.page.StatusHtml;
import llmrouter.report.StatusJson;
import llmrouter.routing.Candidate;
import llmrouter.routing.Choice;
import llmrouter.routing.Route;
import llmrouter.routing.RouteResolver.Resolution;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.server.log.LogWriter;
import llmrouter.server.log.RequestLog;
import llmrouter.state.StateStore;

/// The status of a running gateway, as JSON (`GET /status`) and as a page for browsers (`GET /`). It names files and
/// models, never a key.
final class StatusPage {
    private final Instant started = Instant.now();
    private final ListenAddress address;
    private final int port;
    private final ServerContext context;
    private final StateBackend backend;
    private final StateStore state;
    private final RequestLog requests;

    /// @param port the actual one, if the address said 0
    StatusPage(ListenAddress address, int port, ServerContext context, StateBackend backend, StateStore state,
            RequestLog requests) {
        this.address = address;
        this.port = port;
        this.context = context;
        this.backend = backend;
        this.state = state;
        this.requests = requests;
    }

    Json.Obj of(ActiveConfig active, boolean draining) {
        var page = Json.object().put("name", "llm-router").put("version", Version.CURRENT)
            .put("pid", ProcessHandle.current().pid())
            .put("host", address.host()).put("port", port).put("started", started.toString())
            .put("uptimeSeconds", Duration.between(started, Instant.now()).toSeconds()).put("draining", draining)
            .put("keyRequired", active.door().keyRequired()).put("config", context.configSource())
            .put("state", store());
        if (requests.state() instanceof LogWriter.LogState log) page.put("requestLog", log(log));
        page.put("routes", routes(active));
        List<Choice> all = allChoices(active);
        RoutingSnapshot snapshot = state.snapshot(all);
        if (snapshot == null) return page;
        page.put("candidates", StatusJson.candidates(snapshot)).put("buckets", StatusJson.caps(all, snapshot));
        return page;
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

    private static Json log(LogWriter.LogState log) {
        var page = Json.object().put("path", log.path()).put("written", log.written()).put("dropped", log.dropped());
        return log.trouble() == null ? page : page.put("trouble", log.trouble());
    }

    private static Json routes(ActiveConfig active) {
        var routes = Json.array();
        for (Alias alias : active.config().aliases().values()) {
            Resolution resolution = active.routes().resolve("alias:" + alias.id(), Format.DEFAULT);
            if (!(resolution instanceof Resolution.Found(Route route))) continue;
            var primary = Json.array();
            for (Route.Weighted w : route.primary()) primary.add(Json.of(w.candidate().ref()));
            var fallback = Json.array();
            for (Candidate c : route.fallback()) fallback.add(Json.of(c.ref()));
            routes.add(Json.object().put("alias", alias.id()).put("strategy", route.strategy().word())
                .put("primary", primary).put("fallback", fallback));
        }
        return routes;
    }

    /// Every enabled model of every enabled provider, and the other models that an alias has as a target; each with its
    /// caps.
    static List<Choice> allChoices(ActiveConfig active) {
        Config config = active.config();
        var all = new LinkedHashMap<String, Choice>();
        for (Provider provider : config.providers()) {
            if (!provider.enabled()) continue;
            for (Model model : provider.models()) {
                if (!model.enabled()) continue;
                Format format = model.formats().isEmpty() ? provider.formats().getFirst() : model.formats().getFirst();
                Candidate candidate = new Candidate(provider, model, format);
                all.put(candidate.ref(), Route.choice(candidate));
            }
        }
        for (String alias : config.aliases().keySet()) {
            Resolution resolution = active.routes().resolve("alias:" + alias, Format.DEFAULT);
            if (!(resolution instanceof Resolution.Found(Route route))) continue;
            for (Candidate candidate : route.candidates()) {
                all.computeIfAbsent(candidate.ref(), _ -> Route.choice(candidate));
            }
        }
        return List.copyOf(all.values());
    }
}
