package llmrouter.deploy.steps;

import java.util.List;

import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.api.CloudflareApi;

/// What an account has for a plan, and what is missing. Nothing is changed by looking.
///
/// @param exists       whether there is a Worker of this name already
/// @param keepsKey     whether it has a secret `LLM_ROUTER_MASTER_KEY` that stays and counts
/// @param subdomain    of the account below `workers.dev`, or null
/// @param urls         at which the gateway will answer
/// @param findings     all that was found; of the payload too
public record Preflight(boolean exists, boolean keepsKey, String subdomain, List<String> urls,
        List<DeployFinding> findings) {

    /// Looks at everything that the plan needs and collects all findings; a call that fails is a finding too.
    public static Preflight of(CloudflareApi api, DeployPlan plan) {
        throw new IllegalStateException("planned");
    }

    public boolean isBlocked() {
        return findings.stream().anyMatch(DeployFinding::isBlocking);
    }
}
