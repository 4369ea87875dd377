package llmrouter.deploy.steps;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.DeployTargets.DomainTarget;
import llmrouter.deploy.DeployTargets.RouteTarget;
import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.api.CloudflareZone;
import llmrouter.deploy.api.DnsRecord;
import llmrouter.deploy.api.WorkerDomain;
import llmrouter.deploy.api.WorkerRoute;
import llmrouter.deploy.steps.Preflight.FoundDomain;
import llmrouter.deploy.steps.Preflight.FoundRoute;

/// Looks at the zones, routes, custom domains and DNS records that the targets of a plan need. One look, one owner.
final class TargetLook {
    /// In which routes that the plan does not have are looked for: each zone is a call.
    private static final int MOST_ZONES = 10;

    private final CloudflareApi api;
    private final DeployPlan plan;
    private final List<DeployFinding> findings;
    private final List<FoundRoute> routes = new ArrayList<>();
    private final List<FoundDomain> domains = new ArrayList<>();
    private final List<String> urls = new ArrayList<>();
    private final Map<String, List<WorkerRoute>> routesOfZones = new HashMap<>();
    private List<CloudflareZone> zones;
    private List<WorkerDomain> domainsOfAccount;

    /// @param findings gets what is found
    TargetLook(CloudflareApi api, DeployPlan plan, List<DeployFinding> findings) {
        this.api = api;
        this.plan = plan;
        this.findings = findings;
    }

    List<FoundRoute> routes() {
        return routes;
    }

    List<FoundDomain> domains() {
        return domains;
    }

    List<String> urls() {
        return urls;
    }

    /// @param exists    whether the Worker is there already, so that it may have other addresses than those of the plan
    /// @param subdomain of the account below workers.dev, or null
    void look(boolean exists, String subdomain) {
        for (RouteTarget route : plan.targets().routes()) {
            PreflightLook.tried(findings, "route", () -> route(route));
        }
        for (DomainTarget domain : plan.targets().domains()) {
            PreflightLook.tried(findings, "domain", () -> domain(domain));
        }
        if (!exists) return;
        others();
        if (!plan.targets().workersDev() && subdomain != null) leavesWorkersDev(subdomain);
    }

    /// What the token may not see is not told.
    private void leavesWorkersDev(String subdomain) {
        try {
            if (!api.isOnWorkersDev(plan.place())) return;
            findings.add(DeployFinding.warns("target", "the gateway answers at https://" + plan.worker() + "."
                + subdomain + ".workers.dev now, and this deployment switches that off", "keep it with --workers-dev"));
        } catch (CloudflareError _) {
            // it is no reason to refuse a deployment
        }
    }

    // ── Routes ─────────────────────────────────────────────────────────────────────────────────────────────────────

    private void route(RouteTarget target) throws CloudflareError {
        RoutePattern pattern = RoutePattern.of(target.pattern());
        if (pattern.problem() != null) return; // the checks of the plan have said it
        CloudflareZone zone = target.zoneId() != null ? new CloudflareZone(target.zoneId(), target.zoneName() == null
            ? target.zoneId() : target.zoneName(), "") : zone(pattern.host(), target.zoneName());
        if (zone == null) return;
        WorkerRoute existing = null;
        for (WorkerRoute route : routesOf(zone)) {
            if (route.pattern().equals(target.pattern())) existing = route;
        }
        if (existing != null && !plan.worker().equals(existing.script())) {
            String to = existing.script() == null ? "no Worker" : "the Worker \"" + existing.script() + "\"";
            findings.add(DeployFinding.blocks("route", "the route " + target.pattern() + " leads to " + to + " now",
                "remove it there, or choose another pattern"));
            return;
        }
        routes.add(new FoundRoute(target.pattern(), zone, existing != null));
        if (pattern.url() != null) urls.add(pattern.url());
        if (pattern.wildcard()) return;
        dnsOfRoute(pattern.host(), zone);
        for (WorkerRoute other : routesOf(zone)) {
            boolean part = RoutePattern.of(other.pattern()).isPartOf(pattern);
            if (part) goesElsewhere(other, "the route " + target.pattern());
        }
    }

    /// Requests that a route of another Worker takes away from a target.
    private void goesElsewhere(WorkerRoute route, String than) {
        if (plan.worker().equals(route.script())) return;
        String to = route.script() == null ? "keeps requests from all Workers"
            : "leads to the Worker \"" + route.script() + "\"";
        findings.add(DeployFinding.warns("route", "the route " + route.pattern() + " " + to + " and counts more than "
            + than + ", so its requests do not reach the gateway", "remove it there if the gateway is to get them"));
    }

    /// A route counts more than a custom domain. What the token may not see is not told: a custom domain needs no
    /// permission for routes.
    private void routesOver(String host, CloudflareZone zone) {
        try {
            for (WorkerRoute route : routesOf(zone)) {
                if (RoutePattern.of(route.pattern()).has(host)) goesElsewhere(route, "the custom domain " + host);
            }
        } catch (CloudflareError _) {
            // it is no reason to refuse a deployment
        }
    }

    private List<WorkerRoute> routesOf(CloudflareZone zone) throws CloudflareError {
        List<WorkerRoute> known = routesOfZones.get(zone.id());
        if (known == null) routesOfZones.put(zone.id(), known = api.routes(zone));
        return known;
    }

    /// Routes and custom domains of the Worker that the plan does not have stay. What the token may not see is not
    /// told.
    private void others() {
        try {
            List<String> hosts = plan.targets().domains().stream().map(DomainTarget::hostname).toList();
            for (WorkerDomain domain : domainsOfAccount()) {
                boolean left = plan.worker().equals(domain.service()) && !hosts.contains(domain.hostname());
                if (left) stays("the custom domain " + domain.hostname() + " belongs to this Worker too");
            }
            for (CloudflareZone zone : zones().stream().limit(MOST_ZONES).toList()) routesOf(zone);
        } catch (CloudflareError _) {
            // it is no reason to refuse a deployment
        }
        List<String> wanted = plan.targets().routes().stream().map(RouteTarget::pattern).toList();
        for (List<WorkerRoute> list : routesOfZones.values()) {
            for (WorkerRoute route : list) {
                boolean left = plan.worker().equals(route.script()) && !wanted.contains(route.pattern());
                if (left) stays("the route " + route.pattern() + " leads to this Worker too");
            }
        }
    }

    private void stays(String what) {
        findings.add(DeployFinding.warns("target", what + ", and stays",
            "remove it in the dashboard if it is not wanted"));
    }

    private void dnsOfRoute(String host, CloudflareZone zone) {
        List<DnsRecord> records;
        try {
            records = new ArrayList<>(api.dnsRecords(zone, host));
            if (records.isEmpty() && host.indexOf('.') > 0) {
                records.addAll(api.dnsRecords(zone, "*" + host.substring(host.indexOf('.'))));
            }
        } catch (CloudflareError e) {
            findings.add(DeployFinding.tells("dns", "whether " + host + " has a proxied DNS record could not be seen, "
                + "which a route needs: " + e.what() + "; " + e.failure().fix()));
            return;
        }
        List<DnsRecord> addresses = records.stream().filter(DnsRecord::isAddress).toList();
        String fix = "add a proxied record, for example AAAA " + host + " 100::";
        if (addresses.isEmpty()) {
            findings.add(DeployFinding.warns("dns", host + " has no DNS record, and a route needs a proxied one", fix));
        } else if (addresses.stream().noneMatch(DnsRecord::proxied)) {
            findings.add(DeployFinding.warns("dns", "the DNS record of " + host + " is not proxied, so requests do not "
                + "reach the Worker: " + addresses.getFirst().words(), "switch the proxy on for it"));
        }
    }

    // ── Custom domains ─────────────────────────────────────────────────────────────────────────────────────────────

    private void domain(DomainTarget target) throws CloudflareError {
        String host = target.hostname();
        WorkerDomain existing = null;
        for (WorkerDomain domain : domainsOfAccount()) {
            if (domain.hostname().equalsIgnoreCase(host)) existing = domain;
        }
        if (existing != null && !existing.service().equals(plan.worker())) {
            findings.add(DeployFinding.blocks("domain", host + " is the custom domain of the Worker \""
                + existing.service() + "\"", "remove it there, or choose another host"));
            return;
        }
        CloudflareZone zone = existing == null ? zone(host, target.zoneName())
            : new CloudflareZone(existing.zoneId(), existing.zoneName(), "");
        if (zone == null) return;
        List<DnsRecord> records = existing == null ? recordsOf(host, zone) : List.of();
        urls.add("https://" + host);
        domains.add(new FoundDomain(host, zone, existing != null, target.replaceDns(), records));
        routesOver(host, zone);
        if (records.isEmpty()) return;
        String words = String.join(", ", records.stream().map(DnsRecord::words).toList());
        if (target.replaceDns()) {
            findings.add(DeployFinding.warns("dns", "the DNS records of " + host + " are replaced: " + words,
                "note them if they may be needed again"));
        } else {
            findings.add(DeployFinding.blocks("dns", host + " has a DNS record already: " + words,
                "delete it, choose another host, or deploy with --replace-dns"));
        }
    }

    private List<DnsRecord> recordsOf(String host, CloudflareZone zone) {
        try {
            return api.dnsRecords(zone, host).stream().filter(DnsRecord::isAddress).toList();
        } catch (CloudflareError e) {
            findings.add(DeployFinding.tells("dns", "whether " + host + " has a DNS record already could not be seen: "
                + e.what() + "; " + e.failure().fix() + ". Cloudflare refuses the domain then"));
            return List.of();
        }
    }

    // ── Zones ──────────────────────────────────────────────────────────────────────────────────────────────────────

    /// The zone of a host, or null if there is none: then there is a finding.
    ///
    /// @param named that the user named, or null
    private CloudflareZone zone(String host, String named) throws CloudflareError {
        CloudflareZone zone = named == null ? CloudflareZone.of(host, zones()) : byName(named);
        if (zone == null) {
            String what = named == null ? "no zone of the account has the host " + host
                : "the account has no zone " + named;
            findings.add(DeployFinding.blocks("zone", what, "zones that the token sees: " + names()
                + "; add the domain to the account, or let the token see it"));
            return null;
        }
        if (!zone.has(host)) {
            findings.add(DeployFinding.blocks("zone", host + " does not belong to the zone " + zone.name(),
                "correct one of them"));
            return null;
        }
        if (!zone.isActive()) {
            findings.add(DeployFinding.warns("zone", "the zone " + zone.name() + " is " + zone.status()
                + ", so its hosts do not lead to Cloudflare yet", "set its name servers as the dashboard says"));
        }
        return zone;
    }

    private List<CloudflareZone> zones() throws CloudflareError {
        if (zones == null) zones = api.zones(plan.accountId());
        return zones;
    }

    private List<WorkerDomain> domainsOfAccount() throws CloudflareError {
        if (domainsOfAccount != null) return domainsOfAccount;
        try {
            domainsOfAccount = api.domains(plan.accountId());
        } catch (CloudflareError e) {
            if (e.status() != 404) throw e;
            domainsOfAccount = List.of(); // an API without such a list refuses a host of another Worker itself
        }
        return domainsOfAccount;
    }

    private CloudflareZone byName(String name) throws CloudflareError {
        for (CloudflareZone zone : zones()) {
            if (zone.name().equalsIgnoreCase(name)) return zone;
        }
        return null;
    }

    private String names() {
        if (zones.isEmpty()) return "none";
        List<String> first = zones.stream().limit(10).map(CloudflareZone::name).toList();
        return String.join(", ", first) + (zones.size() > 10 ? " and " + (zones.size() - 10) + " more" : "");
    }
}
