package llmrouter.protocol.answer;

import java.util.List;

import llmrouter.json.Json;
import llmrouter.protocol.ListedModel;

/// The list of models as OpenAI writes it (platform.openai.com, "List models"). It has no pages.
public final class OpenAiModels {
    private OpenAiModels() {}

    /// `{"object":"list","data":[…]}`
    public static Json.Obj list(List<ListedModel> models) {
        var data = Json.array();
        for (ListedModel model : models) data.add(model(model));
        return Json.object().put("object", "list").put("data", data);
    }

    /// `{"id":…,"object":"model","created":…,"owned_by":…}`
    public static Json.Obj model(ListedModel model) {
        Json.Obj row = model.addOwnMembers(Json.object().put("id", model.id()).put("object", "model").put("created",
            model.created()).put("owned_by", model.owner()));
        if (model.capabilities().isUnknown()) return row;
        Json.Obj capabilities = Json.object();
        model.capabilities().known().forEach((name, able) -> capabilities.put(name, Json.of(able)));
        return row.put("capabilities", capabilities);
    }
}
