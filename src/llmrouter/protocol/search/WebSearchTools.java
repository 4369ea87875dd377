package llmrouter.protocol.search;

import java.util.List;

import llmrouter.chat.Losses;
import llmrouter.chat.WebSearch;
import llmrouter.http.HeaderMap;
import llmrouter.json.Json;
import llmrouter.protocol.request.RequestDraft;
import llmrouter.protocol.request.RequestFields;

/// The vendors' search of the web in requests: a tool of Messages (`web_search_20250305` and later), a tool of
/// Responses (`web_search`, `web_search_preview`), and the member `web_search_options` of Chat Completions.
public final class WebSearchTools {
    /// What a provider is known to refuse that refuses the search.
    public static final String NAME = "web_search";
    private static final String[] PLACE = {"city", "country", "region", "timezone"};

    private WebSearchTools() {}

    /// Whether a tool of this type is the search of Messages.
    public static boolean ofMessages(String type) {
        return type != null && type.startsWith("web_search_20") && type.indexOf('_', "web_search_20".length()) < 0;
    }

    /// Whether a tool of this type is the search of Responses.
    public static boolean ofResponses(String type) {
        return type != null && (type.equals("web_search") || type.startsWith("web_search_20")
            || type.startsWith("web_search_preview"));
    }

    public static WebSearch readMessages(RequestFields tool, Losses losses) {
        tool.ignore("name");
        tool.leaveOut(losses, "cache_control");
        tool.ignore("defer_loading");
        return new WebSearch(tool.texts("allowed_domains"), tool.texts("blocked_domains"), tool.count("max_uses", 1),
            null, place(tool.object("user_location")));
    }

    /// Whether the search of Responses is in the web, and not only in the vendor's copy of it, which no other vendor
    /// has.
    public static boolean isLive(RequestFields tool) {
        return !Boolean.FALSE.equals(tool.flag("external_web_access"));
    }

    /// What every provider that has refused the search is known to refuse.
    public static boolean isAccepted(WebSearch search, RequestDraft draft) {
        if (search == null) return false;
        if (draft.target().accepts(NAME)) return true;
        draft.losses().dropped(NAME, "the model refuses it");
        return false;
    }

    /// Whether an error is about the search in a request. A tool that the vendor runs itself has no name of its own;
    /// its refusal names its type, or says that it is not switched on for the account.
    public static boolean isRefused(String request, String error) {
        if (!request.contains("{\"type\":\"web_search")) return false;
        String words = HeaderMap.lower(error);
        return words.contains("web_search") || words.contains("web search") || words.contains("tool type");
    }

    /// @param maxCalls how often tools of the vendor may be called, or null
    public static WebSearch readResponses(RequestFields tool, Long maxCalls) {
        RequestFields filters = tool.object("filters");
        return new WebSearch(filters == null ? List.of() : filters.texts("allowed_domains"),
            filters == null ? List.of() : filters.texts("blocked_domains"), maxCalls,
            tool.text("search_context_size"), place(tool.object("user_location")));
    }

    /// @param options or null
    public static WebSearch readChat(RequestFields options) {
        if (options == null) return null;
        RequestFields location = options.object("user_location");
        if (location != null) location.ignore("type");
        return new WebSearch(List.of(), List.of(), null, options.text("search_context_size"),
            location == null ? null : place(location.object("approximate")));
    }

    private static Json.Obj place(RequestFields location) {
        if (location == null) return null;
        location.ignore("type");
        Json.Obj place = Json.object();
        for (String name : PLACE) place.put(name, location.text(name));
        return place;
    }

    public static Json.Obj writeMessages(WebSearch search, Losses losses) {
        if (search.context() != null && !search.context().equals("medium")) losses.dropped("search_context_size");
        Json.Obj tool = Json.object().put("type", "web_search_20250305").put("name", "web_search");
        if (!search.allowed().isEmpty()) tool.put("allowed_domains", Json.strings(search.allowed()));
        else if (!search.blocked().isEmpty()) tool.put("blocked_domains", Json.strings(search.blocked()));
        if (search.maxUses() != null) tool.put("max_uses", search.maxUses());
        return tool.put("user_location", approximate(search.location()));
    }

    public static Json.Obj writeResponses(WebSearch search, Losses losses) {
        if (!search.blocked().isEmpty()) losses.dropped("blocked_domains");
        Json.Obj tool = Json.object().put("type", "web_search");
        if (!search.allowed().isEmpty()) {
            tool.put("filters", Json.object().put("allowed_domains", Json.strings(search.allowed())));
        }
        return tool.put("search_context_size", search.context()).put("user_location",
            approximate(search.location()));
    }

    /// Whether a model of Chat Completions searches the web. Only some do, and those have it in their name
    /// (`gpt-5-search-api`, `gpt-4o-search-preview`); other servers ignore the member without a word.
    public static boolean isSearchModel(String model) {
        return model.contains("search") || model.contains("sonar");
    }

    public static Json.Obj writeChat(WebSearch search, Losses losses) {
        if (!search.allowed().isEmpty()) losses.dropped("allowed_domains");
        if (!search.blocked().isEmpty()) losses.dropped("blocked_domains");
        if (search.maxUses() != null) losses.dropped("max_uses");
        Json.Obj options = Json.object().put("search_context_size", search.context());
        if (search.location() == null) return options;
        return options.put("user_location",
            Json.object().put("type", "approximate").put("approximate", search.location()));
    }

    private static Json.Obj approximate(Json.Obj place) {
        if (place == null) return null;
        Json.Obj location = Json.object().put("type", "approximate");
        place.members().forEach(location::put);
        return location;
    }
}
