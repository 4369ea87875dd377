package llmrouter.deploy.wrangler;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.Finding;
import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.DeployTargets;
import llmrouter.deploy.DeployTargets.DomainTarget;
import llmrouter.deploy.DeployTargets.RouteTarget;
import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.api.WorkerUpload;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Bool;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;

/// Reads a configuration of wrangler by its rules (developers.cloudflare.com, "Wrangler configuration"): an environment
/// takes most keys from the top level unless it has them itself, but `vars` and bindings are its own. One file, one
/// owner.
final class WranglerReader {
    /// Bindings to other services. The gateway uses none of them.
    private static final List<String> OTHER_BINDINGS = List.of("kv_namespaces", "d1_databases", "r2_buckets", "queues",
        "services", "analytics_engine_datasets", "hyperdrive", "vectorize", "ai", "browser", "mtls_certificates",
        "tail_consumers", "send_email", "workflows", "containers", "dispatch_namespaces");

    private final Path file;
    private final Obj top;
    private final String environment;
    private final Obj own;
    private final List<DeployFinding> findings = new ArrayList<>();
    private final List<RouteTarget> routes = new ArrayList<>();
    private final List<DomainTarget> domains = new ArrayList<>();

    /// @param environment or null
    WranglerReader(Path file, Obj top, String environment) {
        this.file = file;
        this.top = top;
        this.environment = environment;
        Obj environments = top.object("env");
        this.own = environment == null || environments == null ? null : environments.object(environment);
    }

    WranglerFile read() {
        if (environment != null && own == null) {
            findings.add(DeployFinding.warns("project", name() + " has no [env." + environment + "], so its top level "
                + "is used", "correct the name of the environment, or add it there"));
        }
        boolean workersDev = flag("workers_dev");
        boolean listed = readRoutes();
        boolean says = workersDev || listed || has("workers_dev");
        String date = text("compatibility_date");
        if (date != null && date.compareTo(WorkerUpload.DATE) < 0) {
            findings.add(DeployFinding.tells("project", "the compatibility date " + date + " of " + name()
                + " is older than the gateway needs; " + WorkerUpload.DATE + " is used"));
        }
        otherBindings();
        return new WranglerFile(file, workerName(), text("account_id"), date, flags(),
            new DeployTargets(workersDev, routes, domains), says, vars(), durableState(), findings);
    }

    private String name() {
        return file.getFileName().toString();
    }

    /// An environment may name its Worker; else it is the name of the top level with that of the environment.
    private String workerName() {
        if (own != null && own.text("name") != null) return own.text("name");
        String name = text("name");
        return name == null ? null : WorkerNames.of(name, environment);
    }

    // ── Keys that an environment takes from the top level ──────────────────────────────────────────────────────────

    private Obj holder(String key) {
        return own != null && own.has(key) ? own : top;
    }

    private boolean has(String key) {
        return holder(key).has(key);
    }

    private String path(Obj holder, String key) {
        return holder == top ? key : "env." + environment + "." + key;
    }

    private String text(String key) {
        Json value = holder(key).get(key);
        if (value == null || value instanceof Str) return holder(key).text(key);
        wrong(path(holder(key), key), "a string", value);
        return null;
    }

    private boolean flag(String key) {
        Json value = holder(key).get(key);
        if (value == null) return false;
        if (value instanceof Bool(boolean is)) return is;
        wrong(path(holder(key), key), "true or false", value);
        return false;
    }

    private List<String> flags() {
        Obj holder = holder("compatibility_flags");
        Json value = holder.get("compatibility_flags");
        if (value != null && !(value instanceof Arr)) {
            wrong(path(holder, "compatibility_flags"), "an array", value);
        }
        return holder.texts("compatibility_flags");
    }

    private void wrong(String path, String expected, Json value) {
        findings.add(DeployFinding.blocks("project", name() + ": " + path + " must be " + expected + ", not "
            + value.kind(), "correct it"));
    }

    // ── Routes ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /// An environment with one of the two keys has only its own routes.
    ///
    /// @return whether there are any
    private boolean readRoutes() {
        Obj holder = own != null && (own.has("route") || own.has("routes")) ? own : top;
        if (holder.has("route") && holder.has("routes")) {
            findings.add(DeployFinding.blocks("project", name() + " has both route and routes", "keep one of them"));
        }
        if (holder.get("route") instanceof Json one) route(one, path(holder, "route"));
        Json list = holder.get("routes");
        if (list instanceof Arr(var items)) {
            for (int i = 0; i < items.size(); i++) route(items.get(i), path(holder, "routes[" + i + "]"));
        } else if (list != null) {
            wrong(path(holder, "routes"), "an array", list);
        }
        return !routes.isEmpty() || !domains.isEmpty();
    }

    private void route(Json value, String path) {
        switch (value) {
            case Str pattern -> routes.add(new RouteTarget(pattern.value(), null));
            case Obj route -> route(route, path);
            case Arr _, Bool _, Json.Num _, Json.Null _ -> wrong(path, "a string or a table", value);
        }
    }

    private void route(Obj route, String path) {
        String pattern = route.text("pattern");
        if (pattern == null) {
            findings.add(DeployFinding.blocks("project", name() + ": " + path + " has no pattern", "add pattern"));
        } else if (route.isTrue("custom_domain")) {
            domains.add(new DomainTarget(pattern, route.text("zone_name"), false));
        } else {
            routes.add(new RouteTarget(pattern, route.text("zone_name"), route.text("zone_id")));
        }
    }

    // ── What each environment has for itself ───────────────────────────────────────────────────────────────────────

    private Obj scope() {
        return own == null ? top : own;
    }

    private Map<String, String> vars() {
        var vars = new LinkedHashMap<String, String>();
        if (own != null && !own.has("vars") && top.has("vars")) {
            findings.add(DeployFinding.warns("project", "the [vars] of the top level of " + name() + " do not hold for "
                + "the environment " + environment, "repeat those that it needs in [env." + environment + ".vars]"));
        }
        Json value = scope().get("vars");
        if (value instanceof Obj members) {
            members.members().forEach((name, one) -> vars.put(name, one instanceof Str text ? text.value()
                : one.toString()));
        } else if (value != null) {
            wrong(path(scope(), "vars"), "a table", value);
        }
        return vars;
    }

    private boolean durableState() {
        Obj objects = scope().object("durable_objects");
        boolean bound = false;
        if (objects == null) return false;
        for (Obj binding : objects.objects("bindings")) {
            String name = binding.text("name");
            if (WorkerNames.STATE.equals(name)) bound = true;
            else notTakenOver("the Durable Object binding " + Finding.quoted(String.valueOf(name)));
        }
        return bound;
    }

    private void otherBindings() {
        for (String key : OTHER_BINDINGS) {
            if (scope().has(key)) notTakenOver(key);
        }
    }

    private void notTakenOver(String what) {
        findings.add(DeployFinding.warns("project", what + " of " + name() + " is not taken over", "the gateway does "
            + "not use it"));
    }
}
