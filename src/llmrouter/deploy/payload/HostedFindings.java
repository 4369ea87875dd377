package llmrouter.deploy.payload;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Alias;
import llmrouter.config.Bucket;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.IpBlock;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Secret.MissingSecret;
import llmrouter.config.keys.FetchedKeys;
import llmrouter.config.network.ProxyChoice;
import llmrouter.deploy.DeployFinding;
import llmrouter.files.FileError;
import llmrouter.files.Secrets;
import llmrouter.providers.LocalHost;
import llmrouter.worker.StateMode;

/// What a configuration has that a Worker cannot do, or does in another way.
final class HostedFindings {
    private static final String PROVIDER = "provider";

    private final Config resolved;
    private final Secrets secrets;
    private final StateMode state;
    private final List<DeployFinding> findings = new ArrayList<>();

    private HostedFindings(Config resolved, Secrets secrets, StateMode state) {
        this.resolved = resolved;
        this.secrets = secrets;
        this.state = state;
    }

    /// @param resolved with the keys that could be had
    static List<DeployFinding> of(Config resolved, Secrets secrets, StateMode state) {
        var all = new HostedFindings(resolved, secrets, state);
        all.masterKey();
        boolean any = false;
        for (Provider provider : resolved.providers()) {
            if (!provider.enabled()) continue;
            any = true;
            all.provider(provider);
        }
        if (!any) {
            all.findings.add(DeployFinding.blocks(PROVIDER, "the configuration has no enabled provider",
                "add a provider to it, or enable one"));
        }
        for (String line : FetchedKeys.lines(resolved)) {
            all.findings.add(DeployFinding.warns("key", line, ""));
        }
        all.caps();
        all.strategies();
        return List.copyOf(all.findings);
    }

    private void masterKey() {
        if (resolved.masterKey() instanceof MissingSecret missing) {
            findings.add(DeployFinding.blocks("master-key", "the master key cannot be had: " + missing(missing),
                "make it available to this command"));
        }
    }

    private void provider(Provider p) {
        String name = "provider \"" + p.id() + "\"";
        if (p.apiKey() instanceof MissingSecret missing) {
            findings.add(DeployFinding.blocks(PROVIDER, "the key of " + name + " cannot be had: " + missing(missing),
                "make it available to this command, or disable the provider"));
        }
        if (p.network().proxy() instanceof ProxyChoice.Through) {
            findings.add(DeployFinding.blocks(PROVIDER, name + " has a proxy of its own, and a Worker can use none",
                "remove \"proxy\", or disable the provider"));
        }
        if (p.network().certificate() != null && !p.network().certificate().isNone()) {
            findings.add(DeployFinding.blocks(PROVIDER,
                name + " needs a client certificate, and a Worker can show none",
                "remove \"clientCertificate\", or disable the provider"));
        }
        var seen = new ArrayList<String>();
        for (Format format : p.formats()) {
            String url = p.baseUrlFor(format);
            if (url == null || seen.contains(url)) continue;
            seen.add(url);
            address(name, url);
        }
    }

    private void address(String name, String url) {
        if (LocalHost.isIn(url)) {
            findings.add(DeployFinding.warns(PROVIDER, name + " is in your own network (" + url
                + "), which Cloudflare cannot reach", "give it a public address, for example by a tunnel, or disable "
                + "it"));
            return;
        }
        if (isNumeric(url)) {
            findings.add(DeployFinding.warns(PROVIDER, name + " has an IP address as its host (" + url
                + "), and Workers may not call those", "use a host name"));
        }
        if (url.regionMatches(true, 0, "http:", 0, 5)) {
            findings.add(DeployFinding.warns(PROVIDER, name + " is called without encryption (" + url
                + "), so its key crosses the internet in the open", "use an https address"));
        }
    }

    private static boolean isNumeric(String url) {
        int from = url.indexOf("://") + 3;
        if (url.startsWith("[", from)) return true;
        int to = from;
        while (to < url.length() && ":/?".indexOf(url.charAt(to)) < 0) to++;
        return IpBlock.parse(url.substring(from, to)) != null;
    }

    /// Why a key cannot be had here. Commands that failed run once more for their message.
    private String missing(MissingSecret missing) {
        return switch (missing.place()) {
            case EnvSecret(String variable) when secrets.missing(missing.place()) != null ->
                "the environment variable " + variable + " is not set here, or cannot be used";
            case FileSecret _, CommandSecret _, EnvSecret _ -> message(missing.place(), missing.problem());
            case InlineSecret _, MissingSecret _ -> missing.problem();
            case null -> missing.problem();
        };
    }

    private String message(Secret place, String otherwise) {
        try {
            secrets.value(place);
            return otherwise;
        } catch (FileError e) {
            return e.getMessage();
        }
    }

    private void caps() {
        if (state == StateMode.SHARED) return;
        for (Provider p : resolved.providers()) {
            if (p.enabled() && !p.rateLimits().isEmpty()) caps("provider \"" + p.id() + "\"", p.rateLimits());
        }
        for (ClientKey client : resolved.masterKeys()) {
            if (!client.rateLimits().isEmpty()) caps("client key \"" + client.name() + "\"", client.rateLimits());
        }
    }

    private void caps(String owner, List<Bucket> buckets) {
        String ids = String.join(", ", buckets.stream().map(Bucket::id).toList());
        String effect = state == StateMode.NONE ? " have no effect in a Worker without durable state"
            : " are counted by each isolate alone, so the sum may be larger";
        findings.add(DeployFinding.warns("cap", "the caps of " + owner + " (" + ids + ")" + effect,
            "deploy with --durable-state to have them kept"));
    }

    private void strategies() {
        if (state != StateMode.NONE) return;
        for (Alias alias : resolved.aliases().values()) {
            if (alias.strategy() == Alias.Strategy.ORDERED) continue;
            findings.add(DeployFinding.warns("strategy", "alias \"" + alias.id() + "\" has the strategy "
                + alias.strategy().word() + ", and a Worker without durable state tries its targets in their order",
                "deploy with --durable-state to have it used"));
        }
    }
}
