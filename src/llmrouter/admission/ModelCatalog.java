package llmrouter.admission;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Alias;
import llmrouter.config.Config;
import llmrouter.config.Capabilities;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.protocol.ListedModel;
import llmrouter.routing.OfferedModels;
import llmrouter.routing.RouteResolver;

/// The models and aliases that clients can ask for, aliases first, without the models of providers that are left out.
/// How a list of them looks is for the client's format to say, see [llmrouter.protocol.Protocol#writeModels].
public final class ModelCatalog {
    private final List<ListedModel> models;

    /// @param offered the models of providers that pass their models through, as far as they are known
    /// @param created seconds since 1970 that every model is dated with: when this configuration was read
    public ModelCatalog(Config config, OfferedModels offered, long created) {
        var all = new ArrayList<ListedModel>();
        for (Alias alias : config.aliases().values()) {
            all.add(new ListedModel(alias.id(), alias.id(), "alias", created, null, null, null,
                Capabilities.UNKNOWN));
        }
        for (Provider provider : config.providers()) {
            if (!provider.enabled() || provider.leftOut() != null) continue;
            addModels(provider, created, all);
            addOffers(provider, offered, created, all);
        }
        models = List.copyOf(all);
    }

    private ModelCatalog(List<ListedModel> models) {
        this.models = models;
    }

    /// Those that a client may ask for.
    ModelCatalog of(ClientAccess client) {
        if (client.mayAskAll()) return this;
        var some = new ArrayList<ListedModel>();
        for (ListedModel model : models) {
            if (client.mayAsk(model.id())) some.add(model);
        }
        return new ModelCatalog(List.copyOf(some));
    }

    /// The same models with the names that Claude Code's model menu shows. A model that is configured with such a name
    /// keeps it for itself.
    ModelCatalog forClaudeCode() {
        var renamed = new ArrayList<ListedModel>(models.size());
        for (ListedModel model : models) {
            String id = RouteResolver.DISCOVERED + model.id();
            if (model(id) == null) renamed.add(model.withId(id));
            else renamed.add(model);
        }
        return new ModelCatalog(List.copyOf(renamed));
    }

    private static void addModels(Provider provider, long created, List<ListedModel> all) {
        for (Model model : provider.models()) {
            if (!model.enabled() || model.isEvery()) continue;
            List<Format> formats = model.formats().isEmpty() ? provider.formats() : model.formats();
            String id = provider.id() + "/" + model.id();
            String name = model.id() + " (" + provider.name() + ")";
            all.add(new ListedModel(id, name, provider.id(), created, formats, model.contextWindow(),
                model.maxOutputTokens(), model.capabilities()));
        }
    }

    private static void addOffers(Provider provider, OfferedModels offered, long created, List<ListedModel> all) {
        Model every = provider.everyModel();
        if (every == null) return;
        List<Format> formats = every.formats().isEmpty() ? provider.formats() : every.formats();
        for (OfferedModels.Offer offer : offered.of(provider)) {
            String name = (offer.name() == null ? offer.id() : offer.name()) + " (" + provider.name() + ")";
            Long window = every.contextWindow() != null ? every.contextWindow() : offer.contextWindow();
            Long output = every.maxOutputTokens() != null ? every.maxOutputTokens() : offer.maxOutputTokens();
            all.add(new ListedModel(provider.id() + "/" + offer.id(), name, provider.id(), created, formats, window,
                output, every.capabilities().orElse(offer.capabilities())));
        }
    }

    /// All of them.
    public List<ListedModel> models() {
        return models;
    }

    /// The one with this id, or null.
    public ListedModel model(String id) {
        for (ListedModel model : models) {
            if (model.id().equals(id)) return model;
        }
        return null;
    }
}
