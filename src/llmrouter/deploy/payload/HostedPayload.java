package llmrouter.deploy.payload;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.config.Alias;
import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.Settings;
import llmrouter.config.Settings.SettingsOutcome.ValidSettings;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.read.SettingsReader;
import llmrouter.config.secrets.ConfigSecrets;
import llmrouter.config.secrets.SecretWords;
import llmrouter.deploy.DeployFinding;
import llmrouter.files.Secrets;
import llmrouter.worker.StateMode;

/// The configuration as a Worker gets it. Both texts are secrets.
///
/// @param json      compact, with all keys in it
/// @param pieces    the same, cut into pieces that fit into a secret each
/// @param masterKey that it has, or null
/// @param hasKey    whether clients have a key that it knows: the master key, or one of their own
/// @param findings  what is refused, and what is worth knowing
public record HostedPayload(String json, List<String> pieces, String masterKey, boolean hasKey,
        List<DeployFinding> findings) {
    /// The longest text of a piece, in UTF-8 bytes. Cloudflare allows 5 KB for each secret.
    public static final int LONGEST_PIECE = 5_000;

    public HostedPayload {
        pieces = List.copyOf(pieces);
        findings = List.copyOf(findings);
    }

    /// Looks the keys up and makes the payload. Where a finding blocks, the payload must not be sent.
    ///
    /// @param written   the configuration as it is written, valid
    /// @param masterKey that takes the place of the configuration's; null for that one
    /// @param state     what the Worker will remember
    public static HostedPayload of(Config written, Secrets secrets, String masterKey, StateMode state) {
        Config wanted = masterKey == null ? written : written.withMasterKey(new InlineSecret(masterKey));
        Config resolved = secrets.resolve(wanted).config();
        List<DeployFinding> findings = HostedFindings.of(resolved, secrets, state);
        String json = PayloadPieces.encodable(HostedConfigJson.of(reduced(resolved)).toString());
        String key = resolved.masterKey() instanceof InlineSecret(String value, _) ? value : null;
        return new HostedPayload(json, PayloadPieces.of(json, LONGEST_PIECE), key, resolved.hasClientKey(), findings);
    }

    /// What a Worker remembers from one request to the next.
    ///
    /// @param vars    of the Worker, which can be used
    /// @param durable whether it gets a Durable Object
    public static StateMode state(Map<String, String> vars, boolean durable) {
        if (durable) return StateMode.SHARED;
        boolean ofIsolate = SettingsReader.readHosted(vars::get) instanceof ValidSettings(Settings settings)
            && settings.state().ofIsolate();
        return ofIsolate ? StateMode.ISOLATE : StateMode.NONE;
    }

    /// Without the providers that are not used, unless a name of theirs means something: a model that is known but
    /// disabled is not answered by [Config#unknownModels], references must lead somewhere, and a request for
    /// `provider/*` is told what that stands for.
    private static Config reduced(Config config) {
        Set<String> named = references(config);
        var providers = new ArrayList<Provider>();
        for (Provider p : config.providers()) {
            boolean kept = p.enabled() || config.unknownModels() != null;
            for (String ref : named) kept |= ref.startsWith(p.id() + "/");
            for (Model model : p.models()) kept |= model.isEvery();
            if (kept) providers.add(p);
        }
        return config.withProviders(List.copyOf(providers));
    }

    private static Set<String> references(Config config) {
        var refs = new HashSet<String>();
        if (config.defaultModel() != null) refs.add(config.defaultModel());
        if (config.unknownModels() != null) refs.add(config.unknownModels());
        for (ClientKey client : config.masterKeys()) refs.addAll(client.models());
        for (Alias alias : config.aliases().values()) {
            for (AliasTarget target : alias.targets()) refs.add(target.ref());
            for (AliasTarget target : alias.fallbackTargets()) refs.add(target.ref());
        }
        for (Provider p : config.providers()) {
            if (!p.enabled()) continue;
            for (Model model : p.models()) refs.addAll(model.fallbackModels());
        }
        return refs;
    }

    public boolean isBlocked() {
        return findings.stream().anyMatch(DeployFinding::isBlocking);
    }

    /// Its length in UTF-8 bytes.
    public int bytes() {
        return PayloadPieces.bytes(json);
    }

    /// The secrets in it, to be kept out of messages.
    public SecretWords secrets() {
        return ConfigReader.read(json, "payload") instanceof ValidConfig valid
            ? ConfigSecrets.of(valid.config(), List.of()) : new SecretWords(pieces);
    }

    @Override
    public String toString() {
        return "HostedPayload[hidden, pieces=" + pieces.size() + "]";
    }
}
