package llmrouter.protocol.search;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Citation;
import llmrouter.json.Json;

/// The `url_citation` of the two OpenAI formats (API reference, `ResponseOutputText.URLCitation` and
/// `ChatCompletionMessage.Annotation`): the same members, which Chat Completions has in an object of their own.
public final class UrlCitations {
    public static final String TYPE = "url_citation";

    private UrlCitations() {}

    /// The citation in an annotation; null for an annotation of another type.
    public static Citation read(Json annotation) {
        if (!(annotation instanceof Json.Obj outer) || !TYPE.equals(outer.text("type"))) return null;
        Json.Obj citation = outer.object(TYPE) == null ? outer : outer.object(TYPE);
        if (citation.text("url") == null) return null;
        int start = Math.clamp(citation.number("start_index", 0), 0, Integer.MAX_VALUE);
        int end = Math.clamp(citation.number("end_index", 0), start, Integer.MAX_VALUE);
        return new Citation(citation.text("url"), citation.text("title"), start, end, null);
    }

    /// The citations among the annotations.
    ///
    /// @param unsaid gets a word for the ledger if there are others
    public static List<Citation> read(List<Json> annotations, List<String> unsaid) {
        var citations = new ArrayList<Citation>(annotations.size());
        for (Json annotation : annotations) {
            if (read(annotation) instanceof Citation citation) citations.add(citation);
            else unsaid.add("annotations");
        }
        return citations;
    }

    /// The annotation of Responses.
    public static Json.Obj write(Citation citation) {
        return Json.object().put("type", TYPE).put("url", citation.url())
            .put("title", citation.title() == null ? "" : citation.title()).put("start_index", citation.start())
            .put("end_index", citation.end());
    }

    /// The annotation of Chat Completions.
    public static Json.Obj nested(Citation citation) {
        Json.Obj members = write(citation);
        members.members().remove("type");
        return Json.object().put("type", TYPE).put(TYPE, members);
    }
}
