package llmrouter.protocol.answer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.json.Json;

/// The output items of one stream of Responses, in the order in which they began. An event belongs to the item whose id
/// it gives, else to the one with its call's id, else to the one at its position. Servers number their items from 0 or
/// from 1, or not at all, and some change the ids from event to event. One stream, one owner.
public final class StreamedItems {
    private final List<StreamedItem> all = new ArrayList<>();
    private final Map<String, StreamedItem> byId = new HashMap<>();
    private final Map<Long, StreamedItem> byIndex = new HashMap<>();

    /// Keeps an item that has begun.
    ///
    /// @param event that told of it
    public void add(StreamedItem item, Json.Obj event) {
        all.add(item);
        if (item.id != null) byId.put(item.id, item);
        if (event.number("output_index") != null) byIndex.put(event.number("output_index", 0), item);
    }

    /// Whether an item that is told to begin has begun already. An id may come again at another position for another
    /// item.
    public boolean has(Json.Obj event, Json.Obj whole) {
        StreamedItem named = named(whole);
        if (named == null) return false;
        return !named.done || event.number("output_index") == null
            || byIndex.get(event.number("output_index", 0)) == named;
    }

    /// The item that a piece belongs to; null if it has not begun. A piece without number and name belongs to the item
    /// that began last.
    ///
    /// @param types that the item may have
    public StreamedItem ofPiece(Json.Obj event, List<String> types) {
        StreamedItem named = byId.get(event.text("item_id"));
        if (named != null && types.contains(named.type)) return named;
        boolean numbered = event.number("output_index") != null;
        if (numbered) {
            StreamedItem placed = byIndex.get(event.number("output_index", 0));
            return placed != null && types.contains(placed.type) ? placed : null;
        }
        StreamedItem last = all.isEmpty() ? null : all.getLast();
        return last != null && !last.done && types.contains(last.type) ? last : null;
    }

    /// The item that an `added` or `done` event gives whole, or null if it has not begun.
    public StreamedItem ofWhole(Json.Obj event, Json.Obj whole) {
        StreamedItem named = named(whole);
        if (named != null) return named;
        List<String> texts = StreamedItem.texts(whole);
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

    /// Whether a call of a tool has begun, and the tool's name has not come.
    public boolean unnamedCall() {
        for (StreamedItem item : all) {
            if (item.isCall() && item.place.block() == null) return true;
        }
        return false;
    }

    /// The items of the last event, each with the one that was streamed, or null. Items that their ids name take their
    /// places first, then those whose text fits; the others go by their position if nothing else is said of them.
    public List<StreamedItem> ofLast(List<Json.Obj> whole) {
        var found = new ArrayList<StreamedItem>(whole.size());
        for (Json.Obj item : whole) found.add(take(named(item)));
        for (int i = 0; i < whole.size(); i++) {
            if (found.get(i) == null) found.set(i, unmatched(whole.get(i), StreamedItem.texts(whole.get(i))));
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
