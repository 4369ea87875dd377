package llmrouter.admission;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.routing.OfferedModels.Offer;
import llmrouter.text.Ws;

/// One page of a provider's own list of models.
///
/// Providers write either `{"object":"list","data":[{"id":…}]}` (platform.openai.com, "List models") or
/// `{"data":[{"type":"model","id":…,"display_name":…}],"has_more":…,"last_id":…}` (platform.claude.com, "List Models").
/// Some write the array alone or call it `models`, and many add the limits of each model under names of their own.
///
/// @param next the id after which the next page begins; null on the last page
public record ModelListPage(List<Offer> offers, String next) {
    private static final String[] WINDOW =
        {"context_length", "context_window", "max_input_tokens", "max_model_len", "max_context_length",
            "inputTokenLimit"};
    private static final String[] OUTPUT = {"max_output_tokens", "max_completion_tokens", "max_tokens",
        "outputTokenLimit"};
    /// llama.cpp tells the window that a model is loaded with, and the one that it was trained with.
    private static final String[] LOADED = {"n_ctx", "n_ctx_train"};

    /// Names are kept for as long as the provider is configured. The longest of public lists have about 100 characters.
    private static final int LONGEST = 256;

    /// The page in a text; null if it is no list of models. A list whose rows have no model is none.
    public static ModelListPage of(String text) {
        Json tree;
        try {
            tree = Json.parse(text);
        } catch (JsonError _) {
            return null;
        }
        if (!(rows(tree) instanceof Json.Arr rows)) return null;
        var offers = new ArrayList<Offer>();
        for (Json row : rows.items()) {
            if (row instanceof Json.Obj model && offer(model) instanceof Offer offer) offers.add(offer);
        }
        boolean foreign = offers.isEmpty() && rows.size() > 0;
        if (foreign) return null;
        return new ModelListPage(List.copyOf(offers), tree instanceof Json.Obj page ? next(page, offers) : null);
    }

    /// Some servers have their own list under `models`.
    private static Json rows(Json tree) {
        if (!(tree instanceof Json.Obj page)) return tree;
        return page.get("data") instanceof Json.Arr data ? data : page.get("models");
    }

    private static String next(Json.Obj page, List<Offer> offers) {
        if (!page.isTrue("has_more") || offers.isEmpty()) return null;
        String last = page.text("last_id");
        return isUsable(last) ? last : offers.getLast().id();
    }

    private static Offer offer(Json.Obj model) {
        String id = id(model);
        if (id == null) return null;
        String name = model.text("display_name") != null ? model.text("display_name") : model.text("name");
        Long output = number(model, OUTPUT);
        boolean byHost = output == null && model.get("top_provider") instanceof Json.Obj;
        if (byHost) output = number(model.object("top_provider"), OUTPUT);
        Long window = number(model, WINDOW);
        if (window == null && model.object("meta") instanceof Json.Obj meta) window = number(meta, LOADED);
        return new Offer(id, isUsable(name) ? name : null, window, output, ListedCapabilities.of(model));
    }

    /// What the model is called in requests. Lists under `models` call it `key`, or `name` with a folder in front.
    private static String id(Json.Obj model) {
        for (String member : new String[] {"id", "key", "model", "slug"}) {
            if (isUsable(model.text(member))) return model.text(member);
        }
        String name = model.text("name");
        boolean inFolder = isUsable(name) && name.startsWith("models/");
        return inFolder ? name.substring("models/".length()) : null;
    }

    private static boolean isUsable(String text) {
        return !Ws.blank(text) && text.length() <= LONGEST;
    }

    /// The first of these members that is a positive number, or null.
    private static Long number(Json.Obj model, String... names) {
        for (String name : names) {
            if (model.number(name, 0) > 0) return model.number(name, 0);
        }
        return null;
    }
}
