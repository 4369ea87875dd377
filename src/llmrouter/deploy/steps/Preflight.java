package llmrouter.deploy.steps;

import java.util.List;

import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareZone;
import llmrouter.deploy.api.DnsRecord;

/// What an account has for a plan, and what is missing. Nothing is changed by looking.
///
/// @param exists    whether there is a Worker of this name already
/// @param keepsKey  whether it has a secret `LLM_ROUTER_MASTER_KEY` that stays and counts
/// @param newClass  whether the upload must make the class of Durable Objects
/// @param subdomain of the account below `workers.dev`, or null
/// @param routes    that the plan needs
/// @param domains   that the plan needs
/// @param urls      at which the gateway will answer
/// @param findings  all that was found; of the plan too
public record Preflight(boolean exists, boolean keepsKey, boolean newClass, String subdomain, List<FoundRoute> routes,
        List<FoundDomain> domains, List<String> urls, List<DeployFinding> findings) {
    public Preflight {
        routes = List.copyOf(routes);
        domains = List.copyOf(domains);
        urls = List.copyOf(urls);
        findings = List.copyOf(findings);
    }

    /// A route of the plan.
    ///
    /// @param present whether the Worker has it already
    public record FoundRoute(String pattern, CloudflareZone zone, boolean present) {}

    /// A custom domain of the plan.
    ///
    /// @param present    whether the Worker has it already
    /// @param replaceDns whether the DNS records may be replaced
    /// @param replaced   the DNS records of the host
    public record FoundDomain(String hostname, CloudflareZone zone, boolean present, boolean replaceDns,
            List<DnsRecord> replaced) {}

    /// Looks at everything that the plan needs and collects all findings; a call that fails is a finding too.
    public static Preflight of(CloudflareApi api, DeployPlan plan) {
        return new PreflightLook(api, plan).look();
    }

    public boolean isBlocked() {
        return findings.stream().anyMatch(DeployFinding::isBlocking);
    }
}
