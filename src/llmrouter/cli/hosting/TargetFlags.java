package llmrouter.cli.hosting;

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
        // the same host twice is one domain
        List<RouteTarget> routes = given.list("route-pattern").stream().map(typed -> route(given, typed)).distinct()
            .toList();
        List<DomainTarget> domains = given.list("domain").stream().map(typed -> domain(given, typed)).distinct()
            .toList();
        var targets = new DeployTargets(workersDev, routes, domains);
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

    private static RouteTarget route(Arguments given, String typed) {
        String problem = TargetInput.patternProblem(typed);
        if (problem != null) throw CliError.usage("--route-pattern: " + problem);
        String pattern = TargetInput.pattern(typed);
        String zone = zone(given);
        refuseIfElsewhere(TargetInput.host(pattern.startsWith("*") ? pattern.substring(1) : pattern), zone);
        return new RouteTarget(pattern, zone);
    }

    private static DomainTarget domain(Arguments given, String typed) {
        String problem = TargetInput.hostProblem(typed);
        if (problem != null) throw CliError.usage("--domain: " + problem);
        String host = TargetInput.host(typed);
        refuseIfElsewhere(host, zone(given));
        return new DomainTarget(host, zone(given), given.isOn("replace-dns"));
    }

    private static void refuseIfElsewhere(String host, String zone) {
        boolean inside = zone == null || host.equals(zone) || host.endsWith("." + zone);
        if (!inside) {
            throw CliError.usage("the host " + host + " does not belong to the zone " + zone
                + "; correct --zone-name, or leave it out");
        }
    }
}
