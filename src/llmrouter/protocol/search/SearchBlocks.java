package llmrouter.protocol.search;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Citation;
import llmrouter.chat.Part.SearchPart;
import llmrouter.chat.Seal;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.protocol.request.Callers;
import llmrouter.text.Chars;

/// A search of the web in an answer: a `server_tool_use` and a `web_search_tool_result`, and the `citations` of texts
/// ("Web search tool" of the vendor's documentation). The vendor encrypts what it found. Where another provider made
/// the search, a mark stands in that place, and the blocks are taken out of a later request: the vendor would refuse
/// it.
public final class SearchBlocks {
    public static final String NAME = "web_search";
    public static final String RESULT = "web_search_tool_result";
    private static final String CITATION = "web_search_result_location";
    private static final String MARK = new Seal(Seal.Kind.MEMBERS, "", NAME).text();
    private static final String ID = "srvtoolu_llmrouter";

    private SearchBlocks() {}

    /// What a search looks for, by the text of its input; null if the input was cut off or has no query.
    public static String query(String input) {
        try {
            return Json.parseNested(input) instanceof Json.Obj object ? object.text("query") : null;
        } catch (JsonError _) {
            return null;
        }
    }

    public static boolean isSearch(Json.Obj block) {
        return "server_tool_use".equals(block.text("type")) && NAME.equals(block.text("name"));
    }

    /// @param query of the search, or null
    public static SearchPart result(Json.Obj block, String query) {
        var pages = new ArrayList<SearchPart.Page>();
        for (Json.Obj page : block.objects("content")) {
            if (page.text("url") instanceof String url) {
                pages.add(new SearchPart.Page(url, page.text("title") == null ? "" : page.text("title")));
            }
        }
        return new SearchPart(block.text("tool_use_id"), query == null ? "" : query, pages,
            block.get("content") instanceof Json.Obj);
    }

    /// The citation of a page of the web; null for one of another kind.
    ///
    /// @param length of the text that it stands on
    public static Citation citation(Json json, int length) {
        if (!(json instanceof Json.Obj o) || !CITATION.equals(o.text("type")) || o.text("url") == null) return null;
        return new Citation(o.text("url"), o.text("title"), 0, length, o.text("cited_text"));
    }

    public static Json.Obj citation(Citation citation) {
        return Json.object().put("type", CITATION).put("cited_text", citation.quote() == null ? "" : citation.quote())
            .put("url", citation.url()).put("title", citation.title() == null ? Json.Null.NULL
                : Json.of(citation.title())).put("encrypted_index", MARK);
    }

    /// The id of the search at this place of an answer.
    public static String id(int index, String request) {
        return ID + index + "_" + request;
    }

    public static Json.Obj use(String id, Json.Obj input) {
        return Json.object().put("type", "server_tool_use").put("id", id).put("name", NAME).put("input", input)
            .put("caller", Callers.model());
    }

    public static Json.Obj input(SearchPart search) {
        return Json.object().put("query", search.query());
    }

    public static Json.Obj result(String id, SearchPart search) {
        Json.Arr pages = Json.array();
        for (SearchPart.Page page : search.found()) {
            pages.add(Json.object().put("type", "web_search_result").put("url", page.url()).put("title", page.title())
                .put("encrypted_content", MARK).put("page_age", Json.Null.NULL));
        }
        Json content = !search.failed() ? pages
            : Json.object().put("type", "web_search_tool_result_error").put("error_code", "unavailable");
        return Json.object().put("type", RESULT).put("tool_use_id", id).put("content", content).put("caller",
            Callers.model());
    }

    /// The text in blocks, so that each citation stands on the part that it is about.
    public static List<Json.Obj> texts(String text, List<Citation> citations) {
        var blocks = new ArrayList<Json.Obj>();
        int from = 0;
        int at = 0;
        List<Citation> inOrder = new ArrayList<>(citations);
        inOrder.sort((a, b) -> Integer.compare(a.start(), b.start()));
        while (at < inOrder.size()) {
            Citation first = inOrder.get(at);
            int start = Math.clamp(first.start(), from, text.length());
            int end = Math.clamp(first.end(), start, text.length());
            if (end == start) { // it stands outside the text, so it stands for all that is left
                start = from;
                end = text.length();
            }
            if (start > from) blocks.add(text(text.substring(from, start)));
            Json.Arr cited = Json.array();
            boolean last = end == text.length();
            for (; at < inOrder.size() && (last || inOrder.get(at).start() < end); at++) {
                cited.add(citation(inOrder.get(at)));
            }
            if (end > start) blocks.add(text(text.substring(start, end)).put("citations", cited));
            from = end;
        }
        if (from < text.length() || blocks.isEmpty()) blocks.add(text(text.substring(from)));
        return blocks;
    }

    private static Json.Obj text(String words) {
        return Json.object().put("type", "text").put("text", words);
    }

    /// Whether a request may hold searches of another provider.
    public static boolean mentions(JsonScan request) {
        return request.mayMention("server_tool_use", RESULT, "encrypted_index")
            && (Chars.contain(request.source(), MARK) || Chars.contain(request.source(), ID));
    }

    /// Takes the searches of other providers, and the references to their pages, out of a message.
    ///
    /// @return whether there were any
    public static boolean removeForeign(Json.Arr content) {
        boolean changed = content.items().removeIf(block -> block instanceof Json.Obj o && isForeign(o));
        for (Json block : content.items()) {
            if (!(block instanceof Json.Obj o) || !(o.get("citations") instanceof Json.Arr citations)) continue;
            int before = citations.size();
            citations.items().removeIf(c -> c instanceof Json.Obj cited && MARK.equals(cited.text("encrypted_index")));
            changed |= citations.size() < before;
            if (citations.size() == 0 && before > 0) o.members().remove("citations");
        }
        return changed;
    }

    private static boolean isForeign(Json.Obj block) {
        String id = isSearch(block) ? block.text("id") : RESULT.equals(block.text("type")) ? block.text("tool_use_id")
            : null;
        return id != null && id.startsWith(ID);
    }
}
