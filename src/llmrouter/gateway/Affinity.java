package llmrouter.gateway;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import llmrouter.gateway.request.ClientRequest;
import llmrouter.json.Json;
import llmrouter.json.JsonKind;
import llmrouter.json.JsonScan;
import llmrouter.protocol.Protocol;
import llmrouter.text.Fnv1a;
import llmrouter.text.Ws;

/// Finds out which conversation a request belongs to. Providers cache prompts, so a conversation costs less where it
/// was before.
final class Affinity {
    private static final String[] HEADERS = {
        "x-session-id", "x-session-affinity", "session-id", "x-claude-code-session-id", "thread-id"};

    /// A session has at most so many names.
    private static final int MOST_SESSION_NAMES = 4;

    /// Characters at each end of a long text that count one by one.
    private static final int END = 2_048;
    /// Between its ends, one character of so many counts, or of more if these would be too many.
    private static final int STEP = 61;
    private static final int MOST_BETWEEN = 2_048;

    private Affinity() {}

    /// A key of bounded length that all requests of the conversation share: the client's own session if it names one,
    /// else a hash of the instructions and the first turn, which stay the same as a conversation grows. Null for a
    /// request without turns.
    static String of(ClientRequest request, JsonScan scan) {
        for (String name : HEADERS) {
            if (request.headers().get(name) instanceof String session && !Ws.blank(session)) return hash("h", session);
        }
        String named = Protocol.of(request.format()).session(scan);
        if (named != null) return hash("s", named);
        return request.endpoint().untranslatable() ? null : "t" + beginning(scan);
    }

    /// The names that Codex gives a request's session, the parent's before the thread's own: a sub-agent and the
    /// reviewer of commands have threads of their own in the session that started them (openai/codex,
    /// codex-rs/core/src/responses_metadata.rs). Empty if the request names no session. The name of the
    /// client's key is part of each, so that a client cannot say what the session of another client asked for.
    static List<String> sessions(ClientRequest request, JsonScan scan) {
        var names = new LinkedHashSet<String>();
        String key = request.client().name();
        Json.Obj metadata = scan.get("client_metadata") instanceof Json.Obj o ? o : Json.object();
        for (String name : new String[] {"x-codex-parent-thread-id", "session-id", "thread-id"}) {
            addSession(names, key, request.headers().get(name));
            addSession(names, key, metadata.text(name));
        }
        for (String name : new String[] {"parent_thread_id", "session_id", "thread_id"}) {
            addSession(names, key, metadata.text(name));
        }
        addSession(names, key, scan.text("prompt_cache_key"));
        return List.copyOf(names);
    }

    private static void addSession(Set<String> names, String key, String session) {
        if (Ws.blank(session) || names.size() == MOST_SESSION_NAMES) return;
        names.add(Fnv1a.hex(key == null ? session : key + "\n" + session));
    }

    private static String hash(String kind, String text) {
        return kind + Fnv1a.hex(text);
    }

    /// A hash of the instructions and of all up to the user's first message, as the client spells them.
    private static String beginning(JsonScan scan) {
        var hash = new Fnv1a();
        for (String name : new String[] {"system", "instructions", "messages", "input"}) {
            JsonScan.Member member = scan.member(name);
            if (member == null) continue;
            boolean turns = !name.equals("system") && scan.kind(name) == JsonKind.ARRAY;
            add(hash, scan.source(), member.start(), turns ? scan.endOfFirst(name, "role", "user") : member.end());
        }
        return hash.hex();
    }

    /// Of a long text, the length, the ends, and some of the characters between: two texts of the same length that
    /// agree in these are hardly ever different.
    private static void add(Fnv1a hash, String text, int from, int to) {
        if (to - from <= 2 * END) {
            hash.add(text, from, to, 1);
            return;
        }
        hash.add(Integer.toString(to - from)).add(text, from, from + END, 1);
        hash.add(text, from + END, to - END, Math.max(STEP, (to - from) / MOST_BETWEEN)).add(text, to - END, to, 1);
    }
}
