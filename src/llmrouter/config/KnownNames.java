package llmrouter.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.text.NearestName;

/// Everything that a reference can mean in one configuration, including disabled providers and models.
public final class KnownNames {
    private static final String ALIAS_PREFIX = "alias:";

    /// The names of an empty configuration.
    public static final KnownNames NONE = new KnownNames(new Config(null, List.of(), null, false, List.of(), Map.of()));

    private final Config config;
    private final Map<String, String> canonical = new HashMap<>();
    private final List<String> refs = new ArrayList<>();
    private final Set<String> disabled = new HashSet<>();

    public KnownNames(Config config) {
        this.config = config;
        for (Provider provider : config.providers()) {
            for (Model model : provider.models()) add(provider, model);
        }
        for (Provider provider : config.providers()) {
            String prefix = provider.id() + "/";
            for (Model model : provider.models()) {
                for (String alias : model.aliases()) canonical.putIfAbsent(prefix + alias, prefix + model.id());
            }
        }
        refs.addAll(config.aliases().keySet());
    }

    private void add(Provider provider, Model model) {
        String ref = provider.id() + "/" + model.id();
        canonical.put(ref, ref);
        refs.add(ref);
        if (!provider.enabled() || !model.enabled()) disabled.add(ref);
    }

    public Config config() {
        return config;
    }

    /// The one way to write a reference: `provider/model` by the model's id, or an alias id; null if it means nothing.
    public String canonical(String ref) {
        String model = canonical.get(ref);
        return model != null ? model : alias(ref);
    }

    /// The alias id that a reference means, or null if it does not mean an alias.
    public String alias(String ref) {
        String id = ref.startsWith(ALIAS_PREFIX) && !config.aliases().containsKey(ref)
            ? ref.substring(ALIAS_PREFIX.length()) : ref;
        return config.aliases().containsKey(id) ? id : null;
    }

    /// Whether a reference means a model that is disabled, itself or with its provider.
    public boolean disabled(String ref) {
        return disabled.contains(canonical(ref));
    }

    /// Every canonical reference, models first.
    public List<String> all() {
        return List.copyOf(refs);
    }

    /// At most three references that are spelled like one that means nothing.
    public List<String> nearest(String ref) {
        return NearestName.of(ref, refs, 3);
    }
}
