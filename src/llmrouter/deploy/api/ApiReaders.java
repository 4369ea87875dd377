package llmrouter.deploy.api;

import java.util.ArrayList;
import java.util.List;

import llmrouter.deploy.api.WorkerDeployment.Share;
import llmrouter.json.Json;
import llmrouter.json.Json.Num;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;

/// Reads the results of the API. What is absent or of another type than expected is left empty: the API grows.
final class ApiReaders {
    private ApiReaders() {}

    static List<CloudflareAccount> accounts(List<Obj> items) {
        var accounts = new ArrayList<CloudflareAccount>();
        for (Obj item : items) {
            Obj account = item.object("account") instanceof Obj inner ? inner : item;
            String id = account.text("id");
            boolean known = id == null || accounts.stream().anyMatch(other -> other.id().equals(id));
            if (!known) accounts.add(new CloudflareAccount(id, orElse(account.text("name"), id)));
        }
        return List.copyOf(accounts);
    }

    static List<CloudflareZone> zones(List<Obj> items) {
        var zones = new ArrayList<CloudflareZone>();
        for (Obj item : items) {
            String id = item.text("id");
            String name = item.text("name");
            if (id != null && name != null) zones.add(new CloudflareZone(id, name, orElse(item.text("status"), "")));
        }
        return List.copyOf(zones);
    }

    static List<WorkerScript> scripts(List<Obj> items) {
        var scripts = new ArrayList<WorkerScript>();
        for (Obj item : items) {
            String name = item.text("id");
            if (name == null) continue;
            scripts.add(new WorkerScript(name, item.text("migration_tag"), orElse(item.text("modified_on"), "")));
        }
        return List.copyOf(scripts);
    }

    static List<KnownBinding> bindings(Json result) {
        var bindings = new ArrayList<KnownBinding>();
        if (!(result instanceof Obj settings)) return bindings;
        for (Obj item : settings.objects("bindings")) {
            String name = item.text("name");
            if (name == null) continue;
            bindings.add(new KnownBinding(name, orElse(item.text("type"), ""), item.text("text"),
                item.text("class_name")));
        }
        return List.copyOf(bindings);
    }

    static List<WorkerRoute> routes(List<Obj> items) {
        var routes = new ArrayList<WorkerRoute>();
        for (Obj item : items) {
            String pattern = item.text("pattern");
            if (pattern != null) routes.add(new WorkerRoute(item.text("id"), pattern, item.text("script")));
        }
        return List.copyOf(routes);
    }

    static List<WorkerDomain> domains(List<Obj> items) {
        var domains = new ArrayList<WorkerDomain>();
        for (Obj item : items) {
            String hostname = item.text("hostname");
            if (hostname == null) continue;
            domains.add(new WorkerDomain(item.text("id"), hostname, orElse(item.text("service"), ""),
                item.text("zone_id"), orElse(item.text("zone_name"), "")));
        }
        return List.copyOf(domains);
    }

    static List<DnsRecord> records(List<Obj> items) {
        var records = new ArrayList<DnsRecord>();
        for (Obj item : items) {
            records.add(new DnsRecord(item.text("id"), orElse(item.text("type"), ""), orElse(item.text("name"), ""),
                orElse(item.text("content"), ""), item.isTrue("proxied")));
        }
        return List.copyOf(records);
    }

    static WorkerVersion version(Obj item) {
        Obj metadata = item.object("metadata") instanceof Obj own ? own : Json.object();
        Obj resources = item.object("resources") instanceof Obj own ? own : Json.object();
        Obj runtime = resources.object("script_runtime") instanceof Obj own ? own : Json.object();
        return new WorkerVersion(orElse(item.text("id"), ""), item.number("number", 0),
            orElse(metadata.text("created_on"), ""), orElse(metadata.text("source"), ""),
            runtime.text("migration_tag"), bindings(resources));
    }

    static List<WorkerVersion> versions(Json result) {
        var versions = new ArrayList<WorkerVersion>();
        List<Obj> items = result instanceof Obj page ? page.objects("items") : objects(result);
        for (Obj item : items) {
            if (item.text("id") != null) versions.add(version(item));
        }
        return List.copyOf(versions);
    }

    static List<WorkerDeployment> deployments(Json result) {
        var deployments = new ArrayList<WorkerDeployment>();
        List<Obj> items = result instanceof Obj page ? page.objects("deployments") : objects(result);
        for (Obj item : items) {
            var shares = new ArrayList<Share>();
            for (Obj version : item.objects("versions")) {
                String id = version.text("version_id");
                if (id != null) shares.add(new Share(id, percentage(version.get("percentage"))));
            }
            deployments.add(new WorkerDeployment(orElse(item.text("id"), ""), orElse(item.text("created_on"), ""),
                List.copyOf(shares)));
        }
        return List.copyOf(deployments);
    }

    private static double percentage(Json value) {
        return value instanceof Num(String text) ? Double.parseDouble(text) : 0;
    }

    private static List<Obj> objects(Json result) {
        return result instanceof Json.Arr list
            ? list.items().stream().filter(Obj.class::isInstance).map(Obj.class::cast).toList() : List.of();
    }

    static String text(Json result, String member) {
        return result instanceof Obj object && object.get(member) instanceof Str text ? text.value() : null;
    }

    private static String orElse(String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
