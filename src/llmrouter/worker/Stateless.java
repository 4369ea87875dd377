package llmrouter.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import llmrouter.config.Alias;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.Bucket;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.Provider;

/// A configuration as it is used without routing state. Caps count nothing, and no turn is remembered, so a
/// configuration that had them would say what is not so.
public final class Stateless {
    private Stateless() {}

    /// The same configuration without caps, in which each alias asks its targets in their order.
    static Config of(Config config) {
        var providers = new ArrayList<Provider>();
        for (Provider p : config.providers()) providers.add(p.withRateLimits(List.of()));
        var keys = new ArrayList<ClientKey>();
        for (ClientKey k : config.masterKeys()) {
            keys.add(new ClientKey(k.name(), k.keySha256(), k.models(), List.of(), k.expires()));
        }
        var aliases = new LinkedHashMap<String, Alias>();
        for (Alias a : config.aliases().values()) {
            aliases.put(a.id(), new Alias(a.id(), Strategy.ORDERED, a.targets(), a.fallbackTargets()));
        }
        return new Config(config.masterKey(), List.copyOf(keys), config.defaultModel(), config.unknownModels(),
            config.strictTranslation(), List.copyOf(providers), aliases);
    }

    /// What of a configuration has no effect without routing state, a clause each: `the cap "minute" of groq`.
    public static List<String> lost(Config config) {
        var lost = new ArrayList<String>();
        for (Provider p : config.providers()) {
            for (Bucket b : p.rateLimits()) lost.add("the cap \"" + b.id() + "\" of " + p.id());
        }
        for (ClientKey k : config.masterKeys()) {
            for (Bucket b : k.rateLimits()) lost.add("the cap \"" + b.id() + "\" of the client key " + k.name());
        }
        for (Alias a : config.aliases().values()) {
            boolean turns = a.strategy() != Strategy.ORDERED && a.targets().size() > 1;
            if (turns) lost.add("the strategy " + a.strategy().word() + " of " + a.id());
        }
        return List.copyOf(lost);
    }
}
