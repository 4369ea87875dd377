package llmrouter.admission;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Alias;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.protocol.ListedModel;

/// The models and aliases that clients can ask for, aliases first, without the models of providers that are left out.
/// How a list of them looks is for the client's format to say, see [llmrouter.protocol.Protocol#writeModels].
public final class ModelCatalog {
    private final List<ListedModel> models;

    /// @param created seconds since 1970 that every model is dated with: when this configuration was read
    public ModelCatalog(Config config, long created) {
        var all = new ArrayList<ListedModel>();
        for (Alias alias : config.aliases().values()) {
            all.add(new ListedModel(alias.id(), alias.id(), "alias", created, null, null, null));
        }
        for (Provider provider : config.providers()) {
            if (provider.enabled() && provider.leftOut() == null) addModels(provider, created, all);
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

    private static void addModels(Provider provider, long created, List<ListedModel> all) {
        for (Model model : provider.models()) {
            if (!model.enabled()) continue;
            List<Format> formats = model.formats().isEmpty() ? provider.formats() : model.formats();
            String id = provider.id() + "/" + model.id();
            String name = model.id() + " (" + provider.name() + ")";
            all.add(new ListedModel(id, name, provider.id(), created, formats, model.contextWindow(),
                model.maxOutputTokens()));
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
