package llmrouter.deploy.steps;

import java.util.ArrayList;
import java.util.List;

import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.api.CloudflareError.ApiFailure;
import llmrouter.deploy.api.CloudflareZone;
import llmrouter.deploy.api.DnsRecord;
import llmrouter.deploy.api.WorkerRoute;
import llmrouter.deploy.steps.Preflight.FoundDomain;
import llmrouter.deploy.steps.Preflight.FoundRoute;

/// Sets the addresses of a Worker.
record TargetSteps(CloudflareApi api, DeployPlan plan, Preflight found, LiveLimits limits) {
    /// Cloudflare's code for a route to a Worker that it does not know yet: an upload takes a moment to be known.
    private static final int NOT_YET_KNOWN = 10019;
    private static final int RECORD_EXISTS = 100117;
    private static final int ATTEMPTS = 5;

    String workersDev() throws CloudflareError {
        boolean wanted = plan.targets().workersDev();
        api.setWorkersDev(plan.place(), wanted);
        return "the address below workers.dev is " + (wanted ? "on" : "off") + ", those of single versions are off";
    }

    String routes() throws CloudflareError, InterruptedException {
        var words = new ArrayList<String>();
        for (FoundRoute route : found.routes()) words.add(route(route));
        return String.join(", ", words);
    }

    /// A route that was added although the answer did not come is there when it is looked for.
    private String route(FoundRoute route) throws CloudflareError, InterruptedException {
        for (int attempt = 1;; attempt++) {
            if (has(route.zone(), route.pattern())) return "the route " + route.pattern() + " leads to the Worker";
            try {
                api.addRoute(route.zone(), route.pattern(), plan.worker());
                return "the route " + route.pattern() + " leads to the Worker now";
            } catch (CloudflareError e) {
                boolean again = e.failure().reached() || e.code() == NOT_YET_KNOWN;
                if (!again || attempt == ATTEMPTS) throw e;
                Thread.sleep(limits.pauseMs());
            }
        }
    }

    private boolean has(CloudflareZone zone, String pattern) throws CloudflareError {
        for (WorkerRoute route : api.routes(zone)) {
            if (route.pattern().equals(pattern) && plan.worker().equals(route.script())) return true;
        }
        return false;
    }

    String domains() throws CloudflareError {
        var words = new ArrayList<String>();
        for (FoundDomain domain : found.domains()) {
            if (!domain.present()) set(domain);
            words.add("the domain " + domain.hostname() + " is the Worker's" + (domain.present() ? "" : " now"));
        }
        return String.join(", ", words);
    }

    /// Cloudflare itself replaces only records of other Workers (cloudflare/workers-sdk#9878), so others are deleted
    /// first.
    private void set(FoundDomain domain) throws CloudflareError {
        try {
            api.putDomain(plan.place(), domain.zone(), domain.hostname(), domain.replaceDns());
        } catch (CloudflareError e) {
            if (e.code() != RECORD_EXISTS || !domain.replaceDns()) throw e;
            replace(domain);
        }
    }

    private void replace(FoundDomain domain) throws CloudflareError {
        var deleted = new ArrayList<String>();
        try {
            List<DnsRecord> records = api.dnsRecords(domain.zone(), domain.hostname());
            for (DnsRecord record : records.stream().filter(DnsRecord::isAddress).toList()) {
                api.deleteDnsRecord(domain.zone(), record);
                deleted.add(record.words());
            }
            api.putDomain(plan.place(), domain.zone(), domain.hostname(), true);
        } catch (CloudflareError e) {
            if (deleted.isEmpty()) throw e;
            ApiFailure failure = e.failure();
            throw new CloudflareError(new ApiFailure(failure.doing(), failure.status(), failure.code(), failure.said(),
                failure.permission(), failure.fix() + "; these DNS records are deleted already: "
                    + String.join(", ", deleted), failure.reached()));
        }
    }
}
