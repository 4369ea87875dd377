package llmrouter.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.text.NearestReference;

/// Everything that a reference can mean in one configuration, including disabled providers and models. Where a provider
/// has the model `*`, every name of a model of that provider means something.
public final class KnownNames {
    /// What clients call the default model, unless an alias or a model has that name.
    public static final List<String> DEFAULT_MODEL_NAMES = List.of("smart", "default");

    private static final String ALIAS_PREFIX = "alias:";

    /// The names of an empty configuration.
    public static final KnownNames NONE = new KnownNames(Config.EMPTY);

    private final Config config;
    private final Map<String, String> canonical = new HashMap<>();
    private final List<String> refs = new ArrayList<>();
    private final Set<String> disabled = new HashSet<>();
    /// The ids of the providers that have the model `*`.
    private final Set<String> open = new HashSet<>();

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
        if (model.isEvery()) open.add(provider.id());
    }

    public Config config() {
        return config;
    }

    /// The one way to write a reference: `provider/model` by the model's id, or an alias id; null if it means nothing.
    public String canonical(String ref) {
        String configured = configured(ref);
        return configured == null && every(ref) != null ? ref : configured;
    }

    /// As [#canonical], but null for a model that only the model `*` of its provider stands for.
    public String configured(String ref) {
        String model = canonical.get(ref);
        return model != null ? model : alias(ref);
    }

    /// Whether a reference is `provider/*`, which names no single model.
    public boolean isEvery(String ref) {
        return canonical.containsKey(ref) && ref.endsWith("/" + Model.EVERY);
    }

    /// The reference `provider/*` that stands for a model, or null if there is none.
    private String every(String ref) {
        int slash = ref.indexOf('/');
        boolean passes = slash > 0 && open.contains(ref.substring(0, slash)) && Ids.isModelId(ref.substring(slash + 1));
        return passes ? ref.substring(0, slash + 1) + Model.EVERY : null;
    }

    /// The alias id that a reference means, or null if it does not mean an alias.
    public String alias(String ref) {
        String id = ref.startsWith(ALIAS_PREFIX) && !config.aliases().containsKey(ref)
            ? ref.substring(ALIAS_PREFIX.length()) : ref;
        return config.aliases().containsKey(id) ? id : null;
    }

    /// Whether a reference means a model that is disabled, itself or with its provider.
    public boolean disabled(String ref) {
        String configured = configured(ref);
        return disabled.contains(configured != null ? configured : every(ref));
    }

    /// Every canonical reference, models first.
    public List<String> all() {
        return List.copyOf(refs);
    }

    /// At most three references that are spelled like one that means nothing.
    public List<String> nearest(String ref) {
        return NearestReference.of(ref, refs, 3);
    }
}
