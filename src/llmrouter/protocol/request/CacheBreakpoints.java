package llmrouter.protocol.request;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.CacheMark;
import llmrouter.chat.Conversation;
import llmrouter.chat.Part;
import llmrouter.chat.Turn;
import llmrouter.json.Json;

/// Explicit cache marks of OpenAI's formats: `prompt_cache_breakpoint` on a part of the content (OpenAI, Prompt
/// caching). OpenAI's models since GPT-5.6 take at most four in a request; to other models none are sent. Marks on
/// tools, on calls and on the assistant's words have no place in these formats: for them, and for other models, there
/// is a `prompt_cache_key` ([OpenAiSession]). One request, one owner.
public final class CacheBreakpoints {
    private static final String NAME = "prompt_cache_breakpoint";
    private static final int MOST = 4;

    private record Marked(Json.Obj part, CacheMark mark) {}

    private final boolean used;
    private final List<Marked> marked = new ArrayList<>();

    private boolean paused;

    private CacheBreakpoints(boolean used) {
        this.used = used;
    }

    public static CacheBreakpoints of(RequestDraft draft) {
        boolean taken = draft.traits().cacheBreakpoints() && draft.target().accepts(NAME);
        return new CacheBreakpoints(taken && isMarked(draft.conversation()));
    }

    private static boolean isMarked(Conversation conversation) {
        for (Turn turn : conversation.turns()) {
            for (Part part : turn.parts()) {
                if (OpenAiSession.mark(part) != null) return true;
            }
        }
        return false;
    }

    /// Whether marks are written. Then a message of several parts is always an array of parts: a mark moves with every
    /// turn, and a prompt whose form changed with it would miss the cache.
    public boolean used() {
        return used;
    }

    /// Notes the mark of a part of the content, or nothing if it has none.
    ///
    /// @return the part
    public Json.Obj note(Json.Obj part, CacheMark mark) {
        if (used && !paused && mark != null) marked.add(new Marked(part, mark));
        return part;
    }

    /// While paused, marks are not noted: the part that they stand on is not written as a part.
    public void pause(boolean on) {
        paused = on;
    }

    /// Whether the part that was noted last is this one.
    public boolean isLast(Json part) {
        return !marked.isEmpty() && marked.getLast().part() == part;
    }

    /// Writes the last four marks: each covers all that stands before it. To be called when the rest of the request is
    /// written, so that nothing made from the messages depends on marks.
    public void write() {
        for (Marked each : marked.subList(Math.max(0, marked.size() - MOST), marked.size())) {
            Json.Obj breakpoint = Json.object().put("mode", "explicit");
            String ttl = each.mark().ttl();
            boolean own = ttl != null && CacheFields.OPENAI_TTLS.contains(ttl);
            each.part().put(NAME, own ? breakpoint.put("ttl", ttl) : breakpoint);
        }
    }
}
