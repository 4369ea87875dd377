package llmrouter.protocol.responses;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.protocol.answer.BlockSequencer;

/// An output item of a stream, and what has been told of it. An item comes up to four times: in pieces, whole in the
/// `done` events of its parts, whole in its own `done` event, and whole in the last event of the stream. Each time only
/// what is new is told.
final class StreamedItem {
    final String type;
    /// the ids that the item had when it was first seen, or null
    final String id;
    final String callId;
    private final String name;
    final List<Part> parts = new ArrayList<>();
    /// the block of the part that was begun last, or null
    BlockSequencer.Place place;
    /// which of a reasoning item's two texts is read: the summary or the reasoning itself
    String voice;
    boolean done;
    /// whether the last event has the item
    boolean matched;

    /// A text of the item: a part of a message or of reasoning, or the arguments of a call.
    static final class Part {
        /// the number that the pieces have
        final long index;
        final BlockSequencer.Place place;
        private final StringBuilder told = new StringBuilder();
        /// how many annotations were told
        int annotations;

        Part(long index, BlockSequencer.Place place) {
            this.index = index;
            this.place = place;
        }

        void told(String piece) {
            told.append(piece);
        }

        /// What was told.
        @Override
        public String toString() {
            return told.toString();
        }

        /// What `whole` has beyond what was told; null if it is another text.
        String rest(String whole) {
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

    StreamedItem(String type, Json.Obj json) {
        this.type = type;
        id = json.text("id");
        callId = json.text("call_id");
        name = json.text("name");
    }

    boolean isCall() {
        return type.equals("function_call") || type.equals("custom_tool_call");
    }

    /// The part of this number, or null.
    Part part(long index) {
        for (Part part : parts) {
            if (part.index == index) return part;
        }
        return null;
    }

    /// A new part, which is told in `place`.
    Part begin(long index, BlockSequencer.Place in) {
        var part = new Part(index, in);
        parts.add(part);
        place = in;
        return part;
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
