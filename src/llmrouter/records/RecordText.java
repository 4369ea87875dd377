package llmrouter.records;

import llmrouter.json.Json;
import llmrouter.text.Text;

/// Writes one JSON object as text, member by member. There is a record for every request, and a tree of it would cost
/// more than all of the text. A member whose value is a Java `null` is left out. One owner.
final class RecordText {
    private final Text out;
    private char lead = '{';

    /// @param out gets the text
    RecordText(Text out) {
        this.out = out;
    }

    /// Begins a member, whose value is written next.
    ///
    /// @param name without a character that JSON escapes
    Text begin(String name) {
        out.add(lead).add('"').add(name).add("\":");
        lead = ',';
        return out;
    }

    RecordText put(String name, String value) {
        if (value != null) begin(name).quote(value);
        return this;
    }

    RecordText put(String name, long value) {
        begin(name).add(Long.toString(value));
        return this;
    }

    RecordText put(String name, boolean value) {
        begin(name).add(value ? "true" : "false");
        return this;
    }

    RecordText put(String name, Json value) {
        value.writeTo(begin(name));
        return this;
    }

    /// Ends the object, which has at least one member.
    void end() {
        out.add('}');
    }
}
