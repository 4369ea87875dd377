package llmrouter.deploy.wrangler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import llmrouter.deploy.DeployTargets.DomainTarget;
import llmrouter.deploy.DeployTargets.RouteTarget;
import llmrouter.deploy.WorkerModules;
import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.api.WorkerBinding;
import llmrouter.deploy.api.WorkerBinding.PlainText;
import llmrouter.deploy.api.WorkerUpload;
import llmrouter.deploy.steps.DeployPlan;
import llmrouter.toml.TomlValue;
import llmrouter.toml.TomlValue.Items;
import llmrouter.toml.TomlValue.Table;
import llmrouter.toml.TomlWriter;

/// The text of a `wrangler.toml` for a plan.
final class WranglerText {
    private final StringBuilder out = new StringBuilder();

    private WranglerText() {}

    /// @param mark the first line
    static String of(DeployPlan plan, String mark) {
        var text = new WranglerText();
        text.comments(mark);
        text.top(plan);
        text.tables(plan);
        return text.out.toString();
    }

    private void comments(String mark) {
        line(mark + ", which writes this folder anew when it is told to.");
        line("# wrangler sends the modules as they are. The configuration with its keys is in secrets.json:");
        line("#   npx wrangler deploy --secrets-file secrets.json      everything in one call");
        line("#   npx wrangler secret bulk secrets.json                the secrets alone, for a Worker that is "
            + "deployed");
        line("# Keep secrets.json out of every repository. A CI job can make it from a secret of its own.");
        line("");
    }

    private void top(DeployPlan plan) {
        key("name", TomlValue.of(plan.worker()));
        if (plan.accountId() != null) key("account_id", TomlValue.of(plan.accountId()));
        key("main", TomlValue.of(WorkerModules.SHIM));
        key("compatibility_date", TomlValue.of(plan.effectiveDate()));
        key("compatibility_flags", texts(plan.effectiveFlags()));
        key("no_bundle", TomlValue.of(true));
        key("find_additional_modules", TomlValue.of(true));
        key("rules", new Items(List.of(table("type", TomlValue.of("ESModule"), "globs", texts(List.of("*.mjs"))))));
        key("workers_dev", TomlValue.of(plan.targets().workersDev()));
        key("preview_urls", TomlValue.of(false));
        List<TomlValue> routes = routes(plan);
        if (!routes.isEmpty()) key("routes", new Items(routes));
    }

    private static List<TomlValue> routes(DeployPlan plan) {
        var routes = new ArrayList<TomlValue>();
        for (RouteTarget route : plan.targets().routes()) {
            var members = new LinkedHashMap<String, TomlValue>();
            members.put("pattern", TomlValue.of(route.pattern()));
            if (route.zoneId() != null) members.put("zone_id", TomlValue.of(route.zoneId()));
            else if (route.zoneName() != null) members.put("zone_name", TomlValue.of(route.zoneName()));
            routes.add(members.size() == 1 ? TomlValue.of(route.pattern()) : new Table(members));
        }
        for (DomainTarget domain : plan.targets().domains()) {
            routes.add(table("pattern", TomlValue.of(domain.hostname()), "custom_domain", TomlValue.of(true)));
        }
        return routes;
    }

    private void tables(DeployPlan plan) {
        line("\n[observability]");
        key("enabled", TomlValue.of(true));
        line("\n[vars]");
        for (WorkerBinding binding : plan.bindings()) {
            if (binding instanceof PlainText(String name, String value)) key(name, TomlValue.of(value));
        }
        if (!plan.durableState()) return;
        line("\n[[durable_objects.bindings]]");
        key("name", TomlValue.of(WorkerNames.STATE));
        key("class_name", TomlValue.of(WorkerNames.STATE_CLASS));
        line("\n[[migrations]]");
        key("tag", TomlValue.of(WorkerUpload.MIGRATION_TAG));
        key("new_sqlite_classes", texts(List.of(WorkerNames.STATE_CLASS)));
    }

    private static Table table(String first, TomlValue one, String second, TomlValue two) {
        var members = new LinkedHashMap<String, TomlValue>();
        members.put(first, one);
        members.put(second, two);
        return new Table(members);
    }

    private static Items texts(List<String> texts) {
        return new Items(texts.stream().map(text -> (TomlValue) TomlValue.of(text)).toList());
    }

    private void key(String name, TomlValue value) {
        line(TomlWriter.key(List.of(name)) + " = " + TomlWriter.of(value));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
