package llmrouter.protocol;

import java.util.List;

import llmrouter.config.Capabilities;
import llmrouter.config.Format;
import llmrouter.json.Json;

/// A model or an alias as the list of models shows it.
///
/// @param owner           the provider's id, or `alias`
/// @param created         seconds since 1970
/// @param formats         in which the model is served; null for an alias
/// @param contextWindow   in tokens, or null if unknown
/// @param maxOutputTokens or null if unknown
/// @param capabilities    what it can do, as far as it is known; never null
public record ListedModel(String id, String displayName, String owner, long created, List<Format> formats,
        Long contextWindow, Long maxOutputTokens, Capabilities capabilities) {

    /// The same model under another id.
    public ListedModel withId(String other) {
        return new ListedModel(other, displayName, owner, created, formats, contextWindow, maxOutputTokens,
            capabilities);
    }

    /// Adds what no vendor's format has a member for: `alias`, or `provider`, `formats` and `context_window`.
    public Json.Obj addOwnMembers(Json.Obj row) {
        if (formats == null) return row.put("alias", true);
        var words = Json.array();
        for (Format format : formats) words.add(Json.of(format.word()));
        row.put("provider", owner).put("formats", words);
        return contextWindow == null ? row : row.put("context_window", contextWindow);
    }
}
