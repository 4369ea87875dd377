package llmrouter.deploy;

import java.util.ArrayList;
import java.util.List;

/// The addresses at which a Worker answers.
///
/// @param workersDev whether it answers at `NAME.SUBDOMAIN.workers.dev`
/// @param routes     patterns of a zone's addresses that go to it
/// @param domains    hosts that are its own
public record DeployTargets(boolean workersDev, List<RouteTarget> routes, List<DomainTarget> domains) {
    public static final DeployTargets NONE = new DeployTargets(false, List.of(), List.of());
    public static final DeployTargets WORKERS_DEV = new DeployTargets(true, List.of(), List.of());

    public DeployTargets {
        routes = List.copyOf(routes);
        domains = List.copyOf(domains);
    }

    /// A route.
    ///
    /// @param pattern  e.g. `router.example.com/*`
    /// @param zoneName e.g. `example.com`; null for the zone that the host of the pattern belongs to
    /// @param zoneId   null if only the name is known
    public record RouteTarget(String pattern, String zoneName, String zoneId) {
        public RouteTarget(String pattern, String zoneName) {
            this(pattern, zoneName, null);
        }
    }

    /// A custom domain.
    ///
    /// @param hostname   e.g. `router.example.com`
    /// @param zoneName   null for the zone that the host belongs to
    /// @param replaceDns whether a DNS record that the host already has may be replaced
    public record DomainTarget(String hostname, String zoneName, boolean replaceDns) {}

    public static DeployTargets route(String pattern, String zoneName) {
        return new DeployTargets(false, List.of(new RouteTarget(pattern, zoneName)), List.of());
    }

    public static DeployTargets domain(String hostname, boolean replaceDns) {
        return new DeployTargets(false, List.of(), List.of(new DomainTarget(hostname, null, replaceDns)));
    }

    /// Whether the Worker would answer nowhere.
    public boolean isEmpty() {
        return !workersDev && routes.isEmpty() && domains.isEmpty();
    }

    /// The targets in words, for a review.
    public List<String> describe() {
        var words = new ArrayList<String>();
        if (workersDev) words.add("workers.dev");
        for (RouteTarget route : routes) words.add("route " + route.pattern());
        for (DomainTarget domain : domains) words.add("custom domain " + domain.hostname());
        return List.copyOf(words);
    }
}
