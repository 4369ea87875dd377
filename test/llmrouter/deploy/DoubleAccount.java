package llmrouter.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import llmrouter.deploy.CloudflareDouble.DoubleCall;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;

/// The account of a make-believe API: its Workers, zones, routes, custom domains and DNS records.
final class DoubleAccount {
    static final List<String> PERMISSIONS = List.of("memberships", "accounts", "scripts", "routes", "zones", "dns",
        "dns-edit");

    final Map<String, DoubleWorker> workers = new TreeMap<>();
    final Map<String, String> accounts = new LinkedHashMap<>(Map.of(CloudflareDouble.ACCOUNT, "Acme"));
    final List<DoubleZone> zones = new ArrayList<>();
    final List<DoubleRoute> routes = new ArrayList<>();
    final List<DoubleDomain> domains = new ArrayList<>();
    final List<DoubleRecord> records = new ArrayList<>();
    private final WorkerRuntime runtime;
    private int counter;
    String subdomain = "acme";
    int mostVariables = 64;

    record DoubleZone(String id, String name, String status) {}

    record DoubleRoute(String id, String zone, String pattern, String script) {}

    record DoubleDomain(String id, String hostname, String service, String zone) {}

    /// @param ofWorker whether it was made for a custom domain
    record DoubleRecord(String id, String zone, String type, String name, String content, boolean proxied,
            boolean ofWorker) {}

    DoubleAccount(WorkerRuntime runtime) {
        this.runtime = runtime;
        zone("example.com");
    }

    void zone(String name) {
        zones.add(new DoubleZone("zone-" + name, name, "active"));
    }

    void record(String zone, String type, String name, String content, boolean proxied) {
        records.add(new DoubleRecord("r" + counter++, "zone-" + zone, type, name, content, proxied, false));
    }

    void route(String zone, String pattern, String script) {
        routes.add(new DoubleRoute("route" + counter++, "zone-" + zone, pattern, script));
    }

    Obj answer(DoubleCall call) throws ApiRefusal {
        String[] path = call.path();
        return switch (path[0]) {
            case "user" -> CloudflareDouble.success(verified(call));
            case "memberships" -> {
                call.needs("memberships");
                yield CloudflareDouble.page(listed(true), call.query());
            }
            case "accounts" -> path.length == 1 ? ownAccounts(call) : ofAccount(call);
            case "zones" -> path.length == 1 ? zones(call) : ofZone(call);
            default -> throw noRoute();
        };
    }

    private static Json verified(DoubleCall call) {
        return Json.object().put("id", "t1").put("status", call.token().status());
    }

    private Arr listed(boolean memberships) {
        var all = Json.array();
        accounts.forEach((id, name) -> {
            var account = Json.object().put("id", id).put("name", name);
            all.add(memberships ? Json.object().put("id", "m-" + id).put("account", account) : account);
        });
        return all;
    }

    private Obj ownAccounts(DoubleCall call) throws ApiRefusal {
        call.needs("accounts");
        return CloudflareDouble.page(listed(false), call.query());
    }

    private static ApiRefusal noRoute() {
        return new ApiRefusal(404, 7003, "Could not route to that path, perhaps your object identifier is invalid?");
    }

    private Obj ofAccount(DoubleCall call) throws ApiRefusal {
        String[] path = call.path();
        if (!accounts.containsKey(path[1])) throw noRoute();
        String what = path[2] + "/" + path[3];
        if (what.equals("tokens/verify")) {
            if (!call.token().ofAccount()) throw new ApiRefusal(401, 1000, "Invalid API Token");
            return CloudflareDouble.success(verified(call));
        }
        call.needs("scripts");
        return switch (what) {
            case "workers/subdomain" -> CloudflareDouble.success(subdomain(call));
            case "workers/scripts" -> path.length == 4 ? CloudflareDouble.success(scripts()) : ofWorker(call);
            case "workers/services" -> CloudflareDouble.success(service(path[4]));
            case "workers/domains" -> CloudflareDouble.success(domains(call));
            default -> throw noRoute();
        };
    }

    private Json subdomain(DoubleCall call) throws ApiRefusal {
        if (call.method().equals("PUT")) subdomain = call.json().text("subdomain");
        if (subdomain == null) throw new ApiRefusal(404, 10007, "The account has no workers.dev subdomain");
        return Json.object().put("subdomain", subdomain);
    }

    /// As the vendor's own tool asks for a Worker.
    private Json service(String name) throws ApiRefusal {
        DoubleWorker worker = workers.get(name);
        if (worker == null) throw new ApiRefusal(404, 10090, "This service does not exist on your account.");
        Obj script = Json.object().put("id", name).put("migration_tag", worker.tag).put("last_deployed_from", "api");
        return Json.object().put("id", name).put("default_environment", Json.object().put("script", script));
    }

    private Json scripts() {
        var list = Json.array();
        workers.forEach((name, worker) -> list.add(Json.object().put("id", name).put("migration_tag", worker.tag)
            .put("modified_on", "2026-12-01T10:00:00Z")));
        return list;
    }

    // ── Workers ────────────────────────────────────────────────────────────────────────────────────────────────────

    private Obj ofWorker(DoubleCall call) throws ApiRefusal {
        String[] path = call.path();
        String name = path[4];
        String what = call.method() + (path.length == 5 ? "" : " " + path[5]);
        if (what.equals("PUT")) return upload(call, name);
        DoubleWorker worker = workers.get(name);
        if (worker == null) throw new ApiRefusal(404, 10007, "This Worker does not exist on your account.");
        Json result = switch (what) {
            case "DELETE" -> delete(name);
            case "GET settings" -> Json.object().put("bindings", DoubleWorker.shown(worker.live()));
            case "GET subdomain" -> Json.object().put("enabled", worker.workersDev);
            case "POST subdomain" -> onWorkersDev(worker, call.json());
            case "PUT secrets" -> changed(name, worker, () -> worker.putSecret(call.json()));
            case "DELETE secrets" -> changed(name, worker, () -> worker.deleteSecret(path[6]));
            case "POST versions" -> worker.uploadVersion(UploadedForm.of(call.contentType(), call.body()));
            case "GET versions" -> path.length == 6 ? worker.versionsJson() : version(worker, path[6]);
            case "PATCH script-settings" -> Json.object();
            case "GET deployments" -> worker.deploymentsJson();
            case "POST deployments" -> changed(name, worker, () -> worker.deploy(
                call.json().objects("versions").getFirst().text("version_id"), call.query().containsKey("force")));
            default -> throw noRoute();
        };
        return CloudflareDouble.success(result);
    }

    private interface Change {
        void run() throws ApiRefusal;
    }

    private Json changed(String name, DoubleWorker worker, Change change) throws ApiRefusal {
        change.run();
        runtime.live(name, worker.live());
        return Json.object().put("id", name);
    }

    private Obj upload(DoubleCall call, String name) throws ApiRefusal {
        if (subdomain == null) throw new ApiRefusal(400, 10063, "You need a workers.dev subdomain in order to "
            + "proceed.");
        UploadedForm form = UploadedForm.of(call.contentType(), call.body());
        DoubleWorker worker = workers.getOrDefault(name, new DoubleWorker(mostVariables, mostVariables == 64));
        worker.upload(form);
        workers.put(name, worker);
        runtime.live(name, worker.live());
        return CloudflareDouble.success(Json.object().put("id", name).put("startup_time_ms", 12));
    }

    private Json delete(String name) {
        workers.remove(name);
        domains.removeIf(domain -> domain.service().equals(name));
        runtime.live(name, null);
        return Json.Null.NULL;
    }

    private Json onWorkersDev(DoubleWorker worker, Obj body) throws ApiRefusal {
        if (subdomain == null) throw new ApiRefusal(400, 10063, "You need a workers.dev subdomain in order to "
            + "proceed.");
        worker.workersDev = body.isTrue("enabled");
        worker.previews = body.isTrue("previews_enabled");
        return Json.object().put("enabled", worker.workersDev);
    }

    private static Json version(DoubleWorker worker, String id) throws ApiRefusal {
        if (worker.version(id) == null) throw new ApiRefusal(404, 10208, "The version does not exist");
        return DoubleWorker.versionJson(worker.version(id), true);
    }

    // ── Custom domains ─────────────────────────────────────────────────────────────────────────────────────────────

    private Json domains(DoubleCall call) throws ApiRefusal {
        if (call.method().equals("PUT")) return domain(call.json());
        var list = Json.array();
        for (DoubleDomain domain : domains) {
            list.add(Json.object().put("id", domain.id()).put("hostname", domain.hostname())
                .put("service", domain.service()).put("zone_id", domain.zone()));
        }
        return list;
    }

    private Json domain(Obj body) throws ApiRefusal {
        String host = body.text("hostname");
        String service = body.text("service");
        if (!workers.containsKey(service)) throw new ApiRefusal(404, 10007, "This Worker does not exist.");
        for (DoubleDomain domain : domains) {
            if (domain.hostname().equals(host) && !domain.service().equals(service)) {
                throw new ApiRefusal(409, 100116, "Hostname '" + host + "' already in use by other custom domain.");
            }
        }
        for (DoubleRecord record : records) {
            boolean foreign = record.name().equals(host) && !record.ofWorker() && !record.type().equals("TXT");
            if (foreign) {
                throw new ApiRefusal(409, 100117, "Hostname '" + host + "' already has externally managed DNS records "
                    + "(A, CNAME, etc). Delete them first or try a different hostname.");
            }
        }
        domains.removeIf(domain -> domain.hostname().equals(host));
        domains.add(new DoubleDomain("domain" + counter++, host, service, body.text("zone_id")));
        records.removeIf(record -> record.name().equals(host) && record.ofWorker());
        records.add(new DoubleRecord("r" + counter++, body.text("zone_id"), "AAAA", host, "100::", true, true));
        return Json.object().put("hostname", host);
    }

    // ── Zones ──────────────────────────────────────────────────────────────────────────────────────────────────────

    private Obj zones(DoubleCall call) throws ApiRefusal {
        call.needs("zones");
        var list = Json.array();
        for (DoubleZone zone : zones) {
            list.add(Json.object().put("id", zone.id()).put("name", zone.name()).put("status", zone.status()));
        }
        return CloudflareDouble.page(list, call.query());
    }

    private Obj ofZone(DoubleCall call) throws ApiRefusal {
        String[] path = call.path();
        if (zones.stream().noneMatch(zone -> zone.id().equals(path[1]))) throw noRoute();
        if (path[2].equals("dns_records")) return dns(call);
        call.needs("routes");
        if (call.method().equals("DELETE")) {
            routes.removeIf(route -> route.id().equals(path[4]));
            return CloudflareDouble.success(Json.Null.NULL);
        }
        if (call.method().equals("POST")) return CloudflareDouble.success(add(path[1], call.json()));
        var list = Json.array();
        for (DoubleRoute route : routes) {
            if (!route.zone().equals(path[1])) continue;
            list.add(Json.object().put("id", route.id()).put("pattern", route.pattern()).put("script", route.script()));
        }
        return CloudflareDouble.success(list);
    }

    private Json add(String zone, Obj body) throws ApiRefusal {
        String pattern = body.text("pattern");
        for (DoubleRoute route : routes) {
            if (route.pattern().equals(pattern)) throw new ApiRefusal(409, 10020, "workers.api.error.duplicate_route");
        }
        if (!workers.containsKey(body.text("script"))) {
            throw new ApiRefusal(400, 10019, "Cannot configure a route for a Worker which does not exist.");
        }
        routes.add(new DoubleRoute("route" + counter++, zone, pattern, body.text("script")));
        return Json.object().put("id", "route" + counter);
    }

    private Obj dns(DoubleCall call) throws ApiRefusal {
        String[] path = call.path();
        if (call.method().equals("DELETE")) {
            call.needs("dns-edit");
            records.removeIf(record -> record.id().equals(path[3]));
            return CloudflareDouble.success(Json.object().put("id", path[3]));
        }
        call.needs("dns");
        var list = Json.array();
        for (DoubleRecord record : records) {
            if (!record.zone().equals(path[1]) || !record.name().equals(call.query().get("name"))) continue;
            list.add(Json.object().put("id", record.id()).put("type", record.type()).put("name", record.name())
                .put("content", record.content()).put("proxied", record.proxied()));
        }
        return CloudflareDouble.page(list, call.query());
    }
}
