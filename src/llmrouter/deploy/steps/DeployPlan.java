package llmrouter.deploy.steps;

import java.util.List;
import java.util.Map;

import llmrouter.deploy.DeployTargets;
import llmrouter.deploy.WorkerModules;
import llmrouter.deploy.payload.HostedPayload;

/// What is to be deployed.
///
/// @param worker             name of the Worker, with its environment
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
        throw new IllegalStateException("planned");
    }

    @Override
    public String toString() {
        return "DeployPlan[" + worker + ", " + targets.describe() + "]";
    }
}
