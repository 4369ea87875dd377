package llmrouter.protocol.responses;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.json.Json;

/// The output items of one stream, in the order in which they began. An event belongs to the item whose id it gives,
/// else to the one with its call's id, else to the one at its position. Servers number their items from 0 or from 1, or
/// not at all, and some change the ids from event to event. One stream, one owner.
final class StreamedItems {
    private final List<StreamedItem> all = new ArrayList<>();
    private final Map<String, StreamedItem> byId = new HashMap<>();
    private final Map<Long, StreamedItem> byIndex = new HashMap<>();

    /// Keeps an item that has begun.
    ///
    /// @param event that told of it
    void add(StreamedItem item, Json.Obj event) {
        all.add(item);
        if (item.id != null) byId.put(item.id, item);
        if (event.number("output_index") != null) byIndex.put(event.number("output_index", 0), item);
    }

    /// Whether an item that is told to begin has begun already. An id may come again at another position for another
    /// item.
    boolean has(Json.Obj event, Json.Obj whole) {
        StreamedItem named = named(whole);
        if (named == null) return false;
        return !named.done || event.number("output_index") == null
            || byIndex.get(event.number("output_index", 0)) == named;
    }

    /// The item that a piece belongs to; null if no item of one of these types has begun.
    StreamedItem ofPiece(Json.Obj event, List<String> types) {
        StreamedItem named = byId.get(event.text("item_id"));
        if (named != null && types.contains(named.type)) return named;
        boolean numbered = event.number("output_index") != null;
        if (numbered) {
            StreamedItem placed = byIndex.get(event.number("output_index", 0));
            return placed != null && types.contains(placed.type) ? placed : null;
        }
        for (StreamedItem item : all.reversed()) {
            if (!item.done && types.contains(item.type)) return item;
        }
        return null;
    }

    /// The item that an `added` or `done` event gives whole, or null if it has not begun.
    StreamedItem ofWhole(Json.Obj event, Json.Obj whole) {
        StreamedItem named = named(whole);
        if (named != null) return named;
        List<String> texts = ResponsesAnswerReader.texts(whole);
        if (event.number("output_index") != null) {
            StreamedItem placed = byIndex.get(event.number("output_index", 0));
            return placed != null && placed.canBe(whole, placed.done ? texts : null) ? placed : null;
        }
        for (StreamedItem item : all) {
            if (!item.done && item.canBe(whole, item.renamed(whole) ? texts : null)) return item;
        }
        return null;
    }

    /// The item with the id of `whole`, or else with that of its call; null if there is none.
    private StreamedItem named(Json.Obj whole) {
        StreamedItem named = byId.get(whole.text("id"));
        if (named != null && named.type.equals(whole.text("type"))) return named;
        String callId = whole.text("call_id");
        if (callId == null) return null;
        for (StreamedItem item : all) {
            if (callId.equals(item.callId) && item.type.equals(whole.text("type"))) return item;
        }
        return null;
    }

    /// The items of the last event, each with the one that was streamed, or null. Items that their ids name take their
    /// places first, then those whose text fits; the others go by their position if nothing else is said of them.
    List<StreamedItem> ofLast(List<Json.Obj> whole) {
        var found = new ArrayList<StreamedItem>(whole.size());
        for (Json.Obj item : whole) found.add(take(named(item)));
        for (int i = 0; i < whole.size(); i++) {
            if (found.get(i) == null) found.set(i, unmatched(whole.get(i), ResponsesAnswerReader.texts(whole.get(i))));
        }
        for (int i = 0; i < whole.size(); i++) {
            if (found.get(i) == null) found.set(i, unmatched(whole.get(i), null));
        }
        return found;
    }

    private static StreamedItem take(StreamedItem item) {
        if (item == null || item.matched) return null;
        item.matched = true;
        return item;
    }

    private StreamedItem unmatched(Json.Obj whole, List<String> texts) {
        for (StreamedItem item : all) {
            boolean fits = !item.matched && item.canBe(whole, texts) && (texts != null || !item.renamed(whole));
            if (fits) return take(item);
        }
        return null;
    }
}
