package llmrouter.protocol.earlier;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import llmrouter.json.Json;
import llmrouter.protocol.earlier.EarlierAnswers.Past;

/// Remembers the answer to one request. What is remembered is made only when the answer is complete.
///
/// @param memory   [EarlierAnswers#NONE] if the answer is not to be remembered
/// @param previous the id of the answer that the request continues, as the client sent it; or null
/// @param before   what the gateway remembers of that answer; or null
/// @param asked    the items of the request, each as JSON text
public record AnswerKeeper(EarlierAnswers memory, String previous, Past before, Supplier<List<String>> asked) {
    /// Of a request whose answer no later request can refer to.
    public static final AnswerKeeper NONE = new AnswerKeeper(EarlierAnswers.NONE, null, null, List::of);

    /// Whether later requests can refer to the answer.
    public boolean stores() {
        return memory.remembers();
    }

    /// The answer is complete.
    ///
    /// @param id     of the answer
    /// @param output its items
    public void keep(String id, Json.Arr output) {
        if (!stores()) return;
        var said = new ArrayList<String>(output.size());
        boolean summary = false;
        for (Json item : output.items()) {
            said.add(item.toString());
            summary |= item instanceof Json.Obj o && "compaction".equals(o.text("type"));
        }
        if (summary) memory.remember(null, id, List.of(), said); // it stands for all that was said before
        else memory.remember(before, id, asked.get(), said);
    }
}
