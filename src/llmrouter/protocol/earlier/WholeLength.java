package llmrouter.protocol.earlier;

import llmrouter.chat.Seal;
import llmrouter.http.Latin1;

/// How long a request becomes by what it refers to, counted before it is made: a request of a few bytes can refer to
/// many megabytes. One request, one owner.
final class WholeLength {
    private long characters;
    private long values;
    private boolean wide;

    /// An item that is added, counted once, however often it is.
    record Counted(String item, int values, boolean wide) {
        static Counted of(String item) {
            return new Counted(item, Seal.mostValues(item), !Latin1.holds(item));
        }
    }

    /// @param request as the client sent it; its values are counted already
    WholeLength(String request) {
        characters = request.length();
        wide = !Latin1.holds(request);
    }

    void add(Counted added) {
        characters += added.item.length() + 1;
        values += added.values;
        wide |= added.wide;
    }

    long characters() {
        return characters;
    }

    /// Takes the memory for the whole.
    void takeFrom(EarlierAnswers memory) {
        memory.grows(characters, wide, values);
    }
}
