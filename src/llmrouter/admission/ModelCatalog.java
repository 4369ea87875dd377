package llmrouter.admission;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Alias;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.json.Json;
import llmrouter.text.Timestamps;

/// The list of models and aliases, in the shape that the client's vendor uses.
public final class ModelCatalog {
    /// A page when the client does not say (Anthropic's own default).
    private static final int PAGE = 20;
    private static final int LARGEST_PAGE = 1000;

    private final List<Row> rows;
    private final long created;

    /// @param model null for an alias
    private record Row(String id, String display, String owner, Provider provider, Model model) {}

    /// @param created seconds since 1970 that every row is dated with: when this configuration was read
    public ModelCatalog(Config config, long created) {
        this.created = created;
        var all = new ArrayList<Row>();
        for (Alias a : config.aliases().values()) all.add(new Row(a.id(), a.id(), "alias", null, null));
        for (Provider p : config.providers()) {
            if (!p.enabled()) continue;
            for (Model m : p.models()) if (m.enabled()) all.add(new Row(p.id() + "/" + m.id(), m.id() + " (" + p.name() + ")", p.id(), p, m));
        }
        rows = List.copyOf(all);
    }

    /// `{"object":"list","data":[…]}`; the whole list, as OpenAI has no paging here.
    public Json.Obj openAiList() {
        var data = Json.array();
        for (Row row : rows) data.add(openAi(row));
        return Json.object().put("object", "list").put("data", data);
    }

    /// A page in Anthropic's shape: `limit` rows (1–1000) after `afterId` or before `beforeId`. An id that is not in the list any more counts as none.
    /// @param limit null for the default
    public Json.Obj anthropicList(Long limit, String afterId, String beforeId) {
        int size = Math.clamp(limit == null ? PAGE : limit, 1, LARGEST_PAGE);
        int from = afterId == null ? 0 : indexOf(afterId) + 1;
        int end = rows.size();
        boolean backwards = beforeId != null && indexOf(beforeId) >= 0;
        if (backwards) {
            end = indexOf(beforeId);
            from = Math.max(0, end - size);
        }
        int to = Math.min(end, from + size);
        var data = Json.array();
        for (int i = from; i < to; i++) data.add(anthropic(rows.get(i)));
        boolean more = backwards ? from > 0 : to < rows.size();
        return Json.object().put("data", data).put("has_more", more)
            .put("first_id", from < to ? Json.of(rows.get(from).id()) : Json.Null.NULL)
            .put("last_id", from < to ? Json.of(rows.get(to - 1).id()) : Json.Null.NULL);
    }

    /// One row in the client's shape, or null if there is no such model.
    public Json.Obj model(String id, Format shape) {
        int at = indexOf(id);
        if (at < 0) return null;
        return shape == Format.CLAUDE ? anthropic(rows.get(at)) : openAi(rows.get(at));
    }

    private int indexOf(String id) {
        for (int i = 0; i < rows.size(); i++) if (rows.get(i).id().equals(id)) return i;
        return -1;
    }

    private Json.Obj openAi(Row row) {
        return describe(row, Json.object().put("id", row.id()).put("object", "model").put("created", created).put("owned_by", row.owner()));
    }

    private Json.Obj anthropic(Row row) {
        var o = Json.object().put("type", "model").put("id", row.id()).put("display_name", row.display()).put("created_at", Timestamps.utc(created));
        if (row.model() != null && row.model().contextWindow() != null) o.put("max_input_tokens", row.model().contextWindow());
        if (row.model() != null && row.model().maxOutputTokens() != null) o.put("max_tokens", row.model().maxOutputTokens());
        return describe(row, o);
    }

    private static Json.Obj describe(Row row, Json.Obj o) {
        if (row.model() == null) return o.put("alias", true);
        var formats = Json.array();
        for (Format f : row.model().formats().isEmpty() ? row.provider().formats() : row.model().formats()) formats.add(Json.of(f.word()));
        o.put("provider", row.provider().id()).put("formats", formats);
        if (row.model().contextWindow() != null) o.put("context_window", row.model().contextWindow());
        return o;
    }
}
