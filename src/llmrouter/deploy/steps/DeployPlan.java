package llmrouter.deploy.steps;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.DeployTargets;
import llmrouter.deploy.WorkerModules;
import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.api.WorkerBinding;
import llmrouter.deploy.api.WorkerBinding.DurableObjectClass;
import llmrouter.deploy.api.WorkerBinding.PlainText;
import llmrouter.deploy.api.WorkerBinding.SecretText;
import llmrouter.deploy.api.WorkerPlace;
import llmrouter.deploy.api.WorkerUpload;
import llmrouter.deploy.payload.HostedPayload;
import llmrouter.worker.HostedEnvironment;

/// What is to be deployed.
///
/// @param accountId          null only for a plan that is not run
/// @param worker             name of the Worker, with its environment
/// @param modules            null if this program was built without them
/// @param masterKey          that becomes the secret `LLM_ROUTER_MASTER_KEY`; null if the one there is kept, or the
///                           configuration's counts
/// @param vars               settings of the hosted gateway and other plain values
/// @param compatibilityDate  of a project; null for ours
/// @param compatibilityFlags of a project, beside ours
/// @param deployment         a random id that the live Worker names
/// @param liveUrl            where the live Worker is asked instead of at its targets; null for these
public record DeployPlan(String accountId, String worker, HostedPayload payload, WorkerModules modules,
        String masterKey, Map<String, String> vars, DeployTargets targets, boolean durableState,
        String compatibilityDate, List<String> compatibilityFlags, String deployment, String liveUrl) {

    public DeployPlan {
        vars = Map.copyOf(vars);
        compatibilityFlags = List.copyOf(compatibilityFlags);
    }

    /// A new random id of a deployment.
    public static String newDeployment() {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /// All that can be said before the account is looked at; the findings of the payload too.
    public List<DeployFinding> check() {
        return PlanChecks.of(this);
    }

    public WorkerPlace place() {
        return new WorkerPlace(accountId, worker);
    }

    /// The date from which the Worker has the behaviour of Cloudflare's runtime: that of the project if it is later
    /// than ours.
    public String effectiveDate() {
        boolean later = compatibilityDate != null && compatibilityDate.compareTo(WorkerUpload.DATE) > 0;
        return later ? compatibilityDate : WorkerUpload.DATE;
    }

    /// Our flag, then those of the project.
    public List<String> effectiveFlags() {
        Set<String> flags = new LinkedHashSet<>(List.of(WorkerUpload.FLAG));
        flags.addAll(compatibilityFlags);
        return List.copyOf(flags);
    }

    /// What the Worker is given.
    public List<WorkerBinding> bindings() {
        var bindings = new ArrayList<WorkerBinding>();
        List<String> pieces = payload.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            bindings.add(new SecretText(HostedEnvironment.piece(i + 1), pieces.get(i)));
        }
        if (masterKey != null) bindings.add(new SecretText(WorkerNames.MASTER_KEY, masterKey));
        bindings.add(new PlainText(HostedEnvironment.PARTS, String.valueOf(pieces.size())));
        bindings.add(new PlainText(HostedEnvironment.DEPLOYMENT, deployment));
        new TreeMap<>(vars).forEach((name, value) -> bindings.add(new PlainText(name, value)));
        if (durableState) bindings.add(new DurableObjectClass(WorkerNames.STATE, WorkerNames.STATE_CLASS));
        return List.copyOf(bindings);
    }

    @Override
    public String toString() {
        return "DeployPlan[" + worker + ", " + targets.describe() + "]";
    }
}
