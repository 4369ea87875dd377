package llmrouter.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.config.Capabilities;
import llmrouter.config.Model;
import llmrouter.config.Provider;

/// The models that providers with the model `*` offer by their own lists. A provider may offer more than its list has,
/// and its list may be unknown, so a name that is missing here can still be asked for. Immutable.
public final class OfferedModels {
    /// No list is known.
    public static final OfferedModels NONE = new OfferedModels(Map.of());

    private final Map<String, List<Offer>> lists;
    private final Map<String, Map<String, Offer>> byProvider = new HashMap<>();

    /// A model in the list of a provider.
    ///
    /// @param id              what the provider calls it
    /// @param name            for people, or null
    /// @param contextWindow   in tokens, or null if the list does not say
    /// @param maxOutputTokens or null if the list does not say
    /// @param capabilities    what the list says of them; never null
    public record Offer(String id, String name, Long contextWindow, Long maxOutputTokens, Capabilities capabilities) {
        /// An offer without a word about what the model can do.
        public Offer(String id, String name, Long contextWindow, Long maxOutputTokens) {
            this(id, name, contextWindow, maxOutputTokens, Capabilities.UNKNOWN);
        }
    }

    /// @param lists by the provider's id, each in the provider's order
    public OfferedModels(Map<String, List<Offer>> lists) {
        this.lists = Map.copyOf(lists);
        lists.forEach((provider, list) -> {
            var offers = new HashMap<String, Offer>();
            for (Offer offer : list) offers.putIfAbsent(offer.id(), offer);
            byProvider.put(provider, offers);
        });
    }

    /// The offers of a provider that its configuration passes through, in the order of the provider's list.
    public List<Offer> of(Provider provider) {
        var offers = new ArrayList<Offer>();
        if (provider.everyModel() == null) return offers;
        Set<String> configured = new HashSet<>();
        for (Model model : provider.models()) {
            configured.add(model.id());
            configured.addAll(model.aliases());
        }
        for (Offer offer : lists.getOrDefault(provider.id(), List.of())) {
            if (configured.add(offer.id()) && provider.passesThrough(offer.id())) offers.add(offer);
        }
        return offers;
    }

    /// A model with the limits that its provider's list has for it, where the configuration has none.
    Model completed(Provider provider, Model model) {
        if (!(byProvider.getOrDefault(provider.id(), Map.of()).get(model.id()) instanceof Offer offer)) return model;
        if (!provider.passesThrough(model.id())) return model;
        Long window = model.contextWindow() != null ? model.contextWindow() : offer.contextWindow();
        Long output = model.maxOutputTokens() != null ? model.maxOutputTokens() : offer.maxOutputTokens();
        return new Model(model.id(), model.aliases(), model.formats(), model.enabled(), window, output, model.cost(),
            model.fallbackModels(), model.inlineThinking(), model.capabilities().orElse(offer.capabilities()));
    }
}
