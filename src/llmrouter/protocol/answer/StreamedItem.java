package llmrouter.protocol.answer;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;

/// An output item of a stream of Responses, and what has been told of it. An item comes up to four times: in pieces,
/// whole in the `done` events of its parts, whole in its own `done` event, and whole in the last event of the stream.
/// Each time only what is new is told.
public final class StreamedItem {
    public final String type;
    /// the ids that the item had when it was first seen, or null
    final String id;
    final String callId;
    private final String name;
    public final List<Part> parts = new ArrayList<>();
    /// the block of the part that was begun last, or null
    public BlockSequencer.Place place;
    /// which of a reasoning item's two texts is read: the summary or the reasoning itself
    public String voice;
    public boolean done;
    /// whether the last event has the item
    boolean matched;

    /// A text of the item: a part of a message or of reasoning, or the arguments of a call.
    public static final class Part {
        /// the number that the pieces have
        public final long index;
        public final BlockSequencer.Place place;
        private final StringBuilder told = new StringBuilder();
        /// how many annotations were told
        public int annotations;

        Part(long index, BlockSequencer.Place place) {
            this.index = index;
            this.place = place;
        }

        public void told(String piece) {
            told.append(piece);
        }

        /// What was told.
        @Override
        public String toString() {
            return told.toString();
        }

        /// What `whole` has beyond what was told; null if it is another text.
        public String rest(String whole) {
            boolean more = whole.length() >= told.length() && same(whole, told.length());
            return more ? whole.substring(told.length()) : null;
        }

        /// Whether one of the two texts begins with the other.
        boolean like(String whole) {
            return same(whole, Math.min(whole.length(), told.length()));
        }

        private boolean same(String whole, int length) {
            for (int i = 0; i < length; i++) {
                if (whole.charAt(i) != told.charAt(i)) return false;
            }
            return true;
        }
    }

    /// @param json of the event that tells of it first
    public StreamedItem(String type, Json.Obj json) {
        this.type = type;
        id = json.text("id");
        callId = json.text("call_id");
        name = json.text("name");
    }

    public boolean isCall() {
        return type.equals("function_call") || type.equals("custom_tool_call");
    }

    /// The part of this number, or null.
    public Part part(long index) {
        for (Part part : parts) {
            if (part.index == index) return part;
        }
        return null;
    }

    /// A new part, which is told in `place`.
    public Part begin(long index, BlockSequencer.Place in) {
        var part = new Part(index, in);
        parts.add(part);
        place = in;
        return part;
    }

    /// The texts that a whole item has: of its parts, or its arguments.
    public static List<String> texts(Json.Obj item) {
        var texts = new ArrayList<String>();
        for (String member : new String[] {"arguments", "input"}) {
            if (item.text(member) instanceof String words) texts.add(words);
        }
        for (String member : new String[] {"content", "summary"}) texts.addAll(texts(item.items(member), "text"));
        texts.addAll(texts(item.items("content"), "refusal"));
        return texts;
    }

    /// The texts in this member of the parts, without empty ones.
    public static List<String> texts(List<Json> parts, String member) {
        var texts = new ArrayList<String>(parts.size());
        for (Json part : parts) {
            if (part instanceof Json.Obj o && o.text(member) instanceof String text && !text.isEmpty()) texts.add(text);
        }
        return texts;
    }

    /// Whether a whole item that no id names as this one can be this one.
    ///
    /// @param texts of the whole item, of which one must fit what was told; null if any text will do
    boolean canBe(Json.Obj whole, List<String> texts) {
        if (!type.equals(whole.text("type"))) return false;
        String otherCall = whole.text("call_id");
        if (callId != null && otherCall != null) return callId.equals(otherCall);
        if (name != null && whole.has("name") && !name.equals(whole.text("name"))) return false;
        return texts == null || like(texts);
    }

    /// Whether both have an id, and not the same.
    boolean renamed(Json.Obj whole) {
        return id != null && whole.text("id") != null && !id.equals(whole.text("id"));
    }

    private boolean like(List<String> texts) {
        if (parts.isEmpty()) return true;
        for (String text : texts) {
            if (parts.getFirst().like(text)) return true;
        }
        return false;
    }
}
