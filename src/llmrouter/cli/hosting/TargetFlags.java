package llmrouter.cli.hosting;

import java.util.LinkedHashSet;
import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.deploy.DeployTargets;
import llmrouter.deploy.DeployTargets.DomainTarget;
import llmrouter.deploy.DeployTargets.RouteTarget;
import llmrouter.deploy.TargetInput;
import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.wrangler.WranglerFile;

/// The addresses of the hosted gateway, as flags say; without such a flag, as a project of wrangler says.
final class TargetFlags {
    static final String WAYS = "--workers-dev for an address below workers.dev, --domain=router.example.com for a "
        + "custom domain, or --route-pattern='router.example.com/*' for a route";

    private TargetFlags() {}

    /// @param file of the project, or null
    /// @throws CliError a flag has a wrong value, or nothing says where the gateway is to answer
    static DeployTargets of(Invocation in, WranglerFile file) {
        Arguments given = in.arguments();
        checkCompanions(given);
        boolean workersDev = given.isOn("workers-dev");
        var targets = new DeployTargets(workersDev, routes(given), domains(given));
        boolean byFlags = !targets.isEmpty();
        if (byFlags) return targets;
        boolean ofFile = file != null && file.saysTargets() && !file.targets().isEmpty();
        boolean without = given.given("workers-dev");
        if (ofFile && !without) return file.targets();
        if (ofFile && !(file.targets().routes().isEmpty() && file.targets().domains().isEmpty())) {
            return new DeployTargets(false, file.targets().routes(), file.targets().domains());
        }
        throw CliError.usage("nothing says where the gateway is to answer; give " + WAYS);
    }

    private static void checkCompanions(Arguments given) {
        if (given.given("zone-name") && !given.given("domain") && !given.given("route-pattern")) {
            throw CliError.usage("--zone-name belongs to --route-pattern or --domain; give one of these too");
        }
        String below = given.text("workers-dev-name");
        String problem = below == null ? null : WorkerNames.problem(below);
        if (problem != null || below != null && below.indexOf('_') >= 0) {
            throw CliError.usage("--workers-dev-name must be lower-case letters, digits and hyphens, not '" + below
                + "'");
        }
        if (given.isOn("replace-dns") && !given.given("domain")) {
            throw CliError.usage("--replace-dns belongs to --domain; a route needs a DNS record and replaces none");
        }
    }

    private static String zone(Arguments given) {
        String typed = given.text("zone-name");
        if (typed == null) return null;
        String problem = TargetInput.hostProblem(typed);
        if (problem != null) throw CliError.usage("--zone-name: " + problem);
        return TargetInput.host(typed);
    }

    /// The same pattern twice is one route.
    private static List<RouteTarget> routes(Arguments given) {
        String zone = zone(given);
        var routes = new LinkedHashSet<RouteTarget>();
        for (String typed : given.list("route-pattern")) {
            String problem = TargetInput.patternProblem(typed);
            if (problem != null) throw CliError.usage("--route-pattern: " + problem);
            String pattern = TargetInput.pattern(typed);
            refuseIfElsewhere(TargetInput.host(pattern.startsWith("*") ? pattern.substring(1) : pattern), zone);
            routes.add(new RouteTarget(pattern, zone));
        }
        return List.copyOf(routes);
    }

    /// The same host twice is one domain.
    private static List<DomainTarget> domains(Arguments given) {
        String zone = zone(given);
        var domains = new LinkedHashSet<DomainTarget>();
        for (String typed : given.list("domain")) {
            String problem = TargetInput.hostProblem(typed);
            if (problem != null) throw CliError.usage("--domain: " + problem);
            String host = TargetInput.host(typed);
            refuseIfElsewhere(host, zone);
            domains.add(new DomainTarget(host, zone, given.isOn("replace-dns")));
        }
        return List.copyOf(domains);
    }

    private static void refuseIfElsewhere(String host, String zone) {
        boolean inside = zone == null || host.equals(zone) || host.endsWith("." + zone);
        if (!inside) {
            throw CliError.usage("the host " + host + " does not belong to the zone " + zone
                + "; correct --zone-name, or leave it out");
        }
    }
}
