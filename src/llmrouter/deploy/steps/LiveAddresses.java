package llmrouter.deploy.steps;

import java.util.ArrayList;
import java.util.List;

import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.api.CloudflareZone;
import llmrouter.deploy.api.WorkerDomain;
import llmrouter.deploy.api.WorkerPlace;
import llmrouter.deploy.api.WorkerRoute;

/// Where a Worker answers, as far as the token may see it.
///
/// @param urls    addresses that can be asked
/// @param domains its custom domains
/// @param routes  that lead to it
/// @param unseen  what could not be looked at, a clause each
record LiveAddresses(List<String> urls, List<WorkerDomain> domains, List<ZoneRoute> routes, List<String> unseen) {
    /// Routes are asked for zone by zone.
    private static final int MOST_ZONES = 30;

    /// A route with its zone.
    record ZoneRoute(CloudflareZone zone, WorkerRoute route) {}

    static LiveAddresses of(CloudflareApi api, WorkerPlace worker) {
        var urls = new ArrayList<String>();
        var domains = new ArrayList<WorkerDomain>();
        var routes = new ArrayList<ZoneRoute>();
        var unseen = new ArrayList<String>();
        tried(unseen, () -> {
            String subdomain = api.isOnWorkersDev(worker) ? api.subdomain(worker.accountId()) : null;
            if (subdomain != null) urls.add("https://" + worker.name() + "." + subdomain + ".workers.dev");
        });
        tried(unseen, () -> {
            for (WorkerDomain domain : api.domains(worker.accountId())) {
                if (domain.service().equals(worker.name())) domains.add(domain);
            }
        });
        for (WorkerDomain domain : domains) urls.add("https://" + domain.hostname());
        tried(unseen, () -> routes(api, worker, routes));
        for (ZoneRoute route : routes) {
            String url = RoutePattern.of(route.route().pattern()).url();
            if (url != null && !urls.contains(url)) urls.add(url);
        }
        return new LiveAddresses(List.copyOf(urls), List.copyOf(domains), List.copyOf(routes), List.copyOf(unseen));
    }

    private static void routes(CloudflareApi api, WorkerPlace worker, List<ZoneRoute> routes) throws CloudflareError {
        for (CloudflareZone zone : api.zones(worker.accountId()).stream().limit(MOST_ZONES).toList()) {
            for (WorkerRoute route : api.routes(zone)) {
                if (worker.name().equals(route.script())) routes.add(new ZoneRoute(zone, route));
            }
        }
    }

    private static void tried(List<String> unseen, PreflightLook.Look look) {
        try {
            look.run();
        } catch (CloudflareError e) {
            unseen.add(e.what());
        }
    }

    /// The address to ask: the one that the user gave, else the first one that can be called; null if there is none.
    String first(String given) {
        if (given != null) return given;
        return urls.stream().filter(url -> url.indexOf('_') < 0).findFirst().orElse(null);
    }
}
