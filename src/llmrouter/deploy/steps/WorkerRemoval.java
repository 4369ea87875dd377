package llmrouter.deploy.steps;

import java.util.ArrayList;
import java.util.List;

import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.api.KnownBinding;
import llmrouter.deploy.api.WorkerDomain;
import llmrouter.deploy.api.WorkerPlace;
import llmrouter.deploy.steps.DeployResult.Outcome;
import llmrouter.deploy.steps.LiveAddresses.ZoneRoute;
import llmrouter.text.Plural;

/// The removal of a Worker.
///
/// @param exists whether there is such a Worker
/// @param ours   whether it is a gateway of this program
/// @param lost   what hangs on it and goes with it, or stays behind, a clause each
public record WorkerRemoval(WorkerPlace place, boolean exists, boolean ours, List<String> lost) {
    public WorkerRemoval {
        lost = List.copyOf(lost);
    }

    /// Looks at what hangs on a Worker. Nothing is changed.
    public static WorkerRemoval of(CloudflareApi api, String accountId, String worker) throws CloudflareError {
        var place = new WorkerPlace(accountId, worker);
        if (api.script(place) == null) return new WorkerRemoval(place, false, false, List.of());
        List<KnownBinding> bindings = api.bindings(place);
        boolean ours = OwnWorker.is(bindings);
        return new WorkerRemoval(place, true, ours, lost(bindings, LiveAddresses.of(api, place)));
    }

    private static List<String> lost(List<KnownBinding> bindings, LiveAddresses addresses) {
        var lost = new ArrayList<String>();
        for (String url : addresses.urls()) lost.add(url + " answers no more");
        for (WorkerDomain domain : addresses.domains()) {
            lost.add("the custom domain " + domain.hostname() + " and its DNS record are deleted");
        }
        for (ZoneRoute route : addresses.routes()) {
            lost.add("the route " + route.route().pattern() + " of " + route.zone().name() + " is deleted");
        }
        long secrets = bindings.stream().filter(KnownBinding::isSecret).count();
        lost.add(Plural.of(secrets, "secret") + " with the configuration and its keys " + (secrets == 1 ? "is" : "are")
            + " deleted, also from all earlier versions");
        boolean durable = bindings.stream().anyMatch(b -> b.name().equals(WorkerNames.STATE));
        if (durable) lost.add("the durable state is deleted: counts of caps and cooldowns");
        for (String unseen : addresses.unseen()) lost.add("not everything could be seen: " + unseen);
        return lost;
    }

    /// Deletes the Worker and the routes that lead to it.
    public DeployResult run(CloudflareApi api, DeployListener listener) throws InterruptedException {
        var log = new StepLog(listener);
        List<ZoneRoute> routes = LiveAddresses.of(api, place).routes();
        boolean[] unknown = {false};
        boolean deleted = log.run(DeployStep.DELETE, () -> {
            try {
                api.delete(place);
            } catch (CloudflareError e) {
                if (!isGone(api, e, unknown)) throw e;
            }
            return "the Worker \"" + place.name() + "\" is deleted";
        });
        if (!deleted) {
            log.note(unknown[0] ? "the connection broke, so the Worker may be there or not"
                : "the Worker is as it was");
            return DeployResult.stopped(unknown[0] ? Outcome.UNKNOWN : Outcome.UNCHANGED, log,
                log.isRefused() ? "" : "Run the same command again.", List.of());
        }
        if (routes.isEmpty() || log.run(DeployStep.ROUTES, () -> delete(api, routes))) {
            return DeployResult.done(log, List.of());
        }
        log.note("routes that led to the Worker are still there");
        return DeployResult.stopped(Outcome.PARTLY, log, "Delete these routes in the dashboard.", List.of());
    }

    /// Whether the Worker is not there any more, although its deletion failed.
    ///
    /// @param unknown gets true if that could not be found out
    private boolean isGone(CloudflareApi api, CloudflareError failed, boolean[] unknown) {
        if (failed.status() == 404) return true;
        if (!failed.failure().reached()) return false;
        try {
            return api.script(place) == null;
        } catch (CloudflareError _) {
            unknown[0] = true;
            return false;
        }
    }

    private static String delete(CloudflareApi api, List<ZoneRoute> routes) throws CloudflareError {
        for (ZoneRoute route : routes) api.deleteRoute(route.zone(), route.route());
        return Plural.of(routes.size(), "route") + " deleted";
    }
}
