package llmrouter.protocol.messages;

import java.util.List;
import java.util.function.UnaryOperator;

import llmrouter.chat.GatewayError;
import llmrouter.json.Json;
import llmrouter.protocol.ListedModel;
import llmrouter.text.Timestamps;

/// The list of models as Anthropic writes it, in pages (platform.claude.com, "List Models").
final class MessagesModels {
    /// A page when the client does not say (Anthropic's own default).
    private static final int PAGE = 20;
    private static final int LARGEST_PAGE = 1000;

    private MessagesModels() {}

    /// @param query `limit`, `after_id`, `before_id`
    /// @throws GatewayError the limit is not a number
    static Json.Obj page(List<ListedModel> models, UnaryOperator<String> query) {
        String limit = query.apply("limit");
        try {
            return page(models, limit == null ? PAGE : Long.parseLong(limit), query.apply("after_id"),
                query.apply("before_id"));
        } catch (NumberFormatException _) {
            throw GatewayError.badRequest("'limit' must be a whole number from 1 to " + LARGEST_PAGE + ".", "limit");
        }
    }

    /// `limit` models (1–1000) after `afterId` or before `beforeId`. An id that is not in the list any more counts as
    /// none.
    private static Json.Obj page(List<ListedModel> models, long limit, String afterId, String beforeId) {
        int size = Math.clamp(limit, 1, LARGEST_PAGE);
        int from = afterId == null ? 0 : indexOf(models, afterId) + 1;
        int end = models.size();
        boolean backwards = beforeId != null && indexOf(models, beforeId) >= 0;
        if (backwards) {
            end = indexOf(models, beforeId);
            from = Math.max(0, end - size);
        }
        int to = Math.min(end, from + size);
        var data = Json.array();
        for (int i = from; i < to; i++) data.add(model(models.get(i)));
        boolean more = backwards ? from > 0 : to < models.size();
        return Json.object().put("data", data).put("has_more", more)
            .put("first_id", from < to ? Json.of(models.get(from).id()) : Json.Null.NULL)
            .put("last_id", from < to ? Json.of(models.get(to - 1).id()) : Json.Null.NULL);
    }

    private static int indexOf(List<ListedModel> models, String id) {
        for (int i = 0; i < models.size(); i++) {
            if (models.get(i).id().equals(id)) return i;
        }
        return -1;
    }

    static Json.Obj model(ListedModel model) {
        var row = Json.object().put("type", "model").put("id", model.id()).put("display_name", model.displayName())
            .put("created_at", Timestamps.utc(model.created()));
        if (model.contextWindow() != null) row.put("max_input_tokens", model.contextWindow());
        if (model.maxOutputTokens() != null) row.put("max_tokens", model.maxOutputTokens());
        return model.addOwnMembers(row);
    }
}
