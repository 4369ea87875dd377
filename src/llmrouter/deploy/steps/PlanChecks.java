package llmrouter.deploy.steps;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import llmrouter.config.Finding;
import llmrouter.config.Ids;
import llmrouter.config.Settings.SettingProblem;
import llmrouter.config.Settings.SettingsOutcome.InvalidSettings;
import llmrouter.config.read.SettingsReader;
import llmrouter.config.read.UnknownSettings;
import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.DeployTargets.DomainTarget;
import llmrouter.deploy.DeployTargets.RouteTarget;
import llmrouter.deploy.WorkerModules;
import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.payload.HostedPayload;
import llmrouter.http.HostName;
import llmrouter.worker.HostedEnvironment;

/// What can be said of a plan by itself. The limits are those of developers.cloudflare.com, "Workers limits".
final class PlanChecks {
    static final int MOST_VARIABLES = 128;
    static final int MOST_VARIABLES_FREE = 64;
    private static final int LONGEST_VARIABLE = 5 * 1024;
    /// What keys of providers and of this gateway begin with.
    private static final List<String> KEY_STARTS = List.of("sk-", "gw_", "xai-", "gsk_", "AIza", "Bearer ");
    private static final int LARGEST_WORKER = 64 << 20;

    private final DeployPlan plan;
    private final List<DeployFinding> findings;

    private PlanChecks(DeployPlan plan) {
        this.plan = plan;
        this.findings = new ArrayList<>(plan.payload().findings());
    }

    static List<DeployFinding> of(DeployPlan plan) {
        var checks = new PlanChecks(plan);
        checks.worker();
        checks.targets();
        checks.variables();
        return List.copyOf(checks.findings);
    }

    private void worker() {
        String name = WorkerNames.problem(plan.worker());
        if (name != null) {
            findings.add(DeployFinding.blocks("name", name, "choose another name with --worker-name"));
        } else if (plan.targets().workersDev() && !WorkerNames.isHost(plan.worker())) {
            findings.add(DeployFinding.blocks("name", Finding.quoted(plan.worker()) + " cannot be a host below "
                + "workers.dev, because it has an underscore",
                "choose another name with --worker-name, or --domain or --route-pattern for another address"));
        }
        if (plan.modules() == null) {
            findings.add(DeployFinding.blocks("modules", WorkerModules.MISSING, WorkerModules.FIX));
        } else if (plan.modules().bytes() > LARGEST_WORKER) {
            findings.add(DeployFinding.blocks("modules", "the Worker is larger than the 64 MiB that Cloudflare allows",
                WorkerModules.FIX));
        }
    }

    private void targets() {
        if (plan.targets().isEmpty()) {
            findings.add(DeployFinding.blocks("target", "the gateway would have no address",
                "choose --workers-dev, --route-pattern or --domain"));
        }
        for (RouteTarget route : plan.targets().routes()) {
            RoutePattern pattern = RoutePattern.of(route.pattern());
            if (pattern.problem() != null) {
                findings.add(DeployFinding.blocks("route", pattern.problem(), "write it as router.example.com/*"));
            } else if (!pattern.path().equals("/*")) {
                findings.add(DeployFinding.warns("route", "the route " + route.pattern() + " leads only a part of the "
                    + "host's paths to the gateway, which answers at /v1/… and /health", "write "
                        + pattern.host() + "/*"));
            }
        }
        for (DomainTarget domain : plan.targets().domains()) {
            boolean host = domain.hostname().indexOf('.') > 0 && HostName.problem(domain.hostname()) == null;
            if (!host) {
                findings.add(DeployFinding.blocks("domain", Finding.quoted(domain.hostname()) + " is not a host name",
                    "write it as router.example.com"));
            }
        }
    }

    private void variables() {
        Map<String, String> vars = new TreeMap<>(plan.vars());
        for (Map.Entry<String, String> variable : vars.entrySet()) variable(variable.getKey(), variable.getValue());
        if (SettingsReader.readHosted(vars::get) instanceof InvalidSettings(List<SettingProblem> problems)) {
            for (SettingProblem problem : problems) {
                findings.add(DeployFinding.blocks("setting", problem.describe(), "correct the variable"));
            }
        }
        var others = new TreeMap<>(vars);
        others.keySet().removeIf(PlanChecks::isOurs);
        for (UnknownSettings.UnknownSetting unknown : UnknownSettings.in(others)) {
            String guess = unknown.nearest() == null ? "check its name" : "did you mean " + unknown.nearest() + "?";
            findings.add(DeployFinding.warns("setting", unknown.name() + " is not a setting of llm-router and has no "
                + "effect", guess));
        }
        findings.addAll(HostedSettings.of(vars, HostedPayload.state(vars, plan.durableState())));
        int count = plan.bindings().size();
        if (count > MOST_VARIABLES) {
            findings.add(DeployFinding.blocks("payload", "the Worker would have " + count + " variables and secrets, "
                + "more than the " + MOST_VARIABLES + " that Cloudflare allows", "make the configuration smaller"));
        } else if (count > MOST_VARIABLES_FREE) {
            findings.add(DeployFinding.warns("payload", "the Worker would have " + count + " variables and secrets, "
                + "more than the " + MOST_VARIABLES_FREE + " of the free plan",
                "make the configuration smaller, or use a paid plan"));
        }
    }

    private void variable(String name, String value) {
        if (isOurs(name)) {
            String fix = name.equals(WorkerNames.MASTER_KEY) ? "give the key as a flag of the command, not as a "
                + "variable, which the account shows in the open" : "remove it from the variables";
            findings.add(DeployFinding.blocks("setting", name + " is set by the deployment itself", fix));
        } else if (!isName(name)) {
            findings.add(DeployFinding.blocks("setting", Finding.quoted(name) + " cannot be the name of a variable",
                "use letters, digits and underscores"));
        } else if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST_VARIABLE) {
            findings.add(DeployFinding.blocks("setting", name + " is longer than the 5 KB that Cloudflare allows",
                "make its value shorter"));
        } else if (isNameOfSecret(name) || KEY_STARTS.stream().anyMatch(value::startsWith)) {
            findings.add(DeployFinding.warns("setting", name + " looks like a secret, and the account shows variables "
                + "in the open", "leave it out: keys of providers travel in the configuration"));
        }
    }

    /// Whether a variable that is no setting has the name of a secret.
    private static boolean isNameOfSecret(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (String ours : List.of("LLM_ROUTER_", "CF_", "CLOUDFLARE_")) {
            if (upper.startsWith(ours)) return false;
        }
        String last = upper.substring(upper.lastIndexOf('_') + 1);
        return List.of("KEY", "APIKEY", "TOKEN", "SECRET", "PASSWORD").contains(last);
    }

    private static boolean isOurs(String name) {
        return WorkerNames.pieceNumber(name) > 0 || name.equals(HostedEnvironment.PARTS)
            || name.equals(HostedEnvironment.DEPLOYMENT) || name.equals(WorkerNames.MASTER_KEY)
            || name.equals(WorkerNames.STATE);
    }

    private static boolean isName(String name) {
        boolean valid = !name.isEmpty() && !Ids.isDigit(name.charAt(0));
        for (char c : name.toCharArray()) valid &= Ids.isAlphanumeric(c) || c == '_';
        return valid;
    }
}
