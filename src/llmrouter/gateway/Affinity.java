package llmrouter.gateway;

import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.text.Fnv1a;
import llmrouter.text.Ws;

/// Which conversation a request belongs to. Providers cache prompts, so that a conversation is cheaper where it has been before.
final class Affinity {
    private static final String[] HEADERS = {"x-session-id", "x-session-affinity", "session-id", "x-claude-code-session-id", "thread-id"};

    private Affinity() {}

    /// A key of bounded length that all requests of the conversation share: the client's own session if it names one, else a hash of
    /// the instructions and the first turn, which stay the same as a conversation grows. Null for what is no conversation.
    static String of(ClientRequest request, JsonScan scan) {
        for (String name : HEADERS) {
            if (request.headers().get(name) instanceof String session && !Ws.blank(session)) return hash("h", session);
        }
        String named = request.format() == Format.CLAUDE ? claudeSession(scan) : chatSession(scan);
        if (named != null) return hash("s", named);
        return request.endpoint().untranslatable() ? null : hash("t", beginning(scan.tree()));
    }

    private static String hash(String kind, String text) {
        return kind + Fnv1a.hex(text);
    }

    private static String chatSession(JsonScan scan) {
        String key = scan.text("prompt_cache_key");
        return Ws.blank(key) ? blankToNull(scan.text("user")) : key;
    }

    /// Claude Code puts its session into `metadata.user_id`, as JSON or behind `_session_`.
    private static String claudeSession(JsonScan scan) {
        String user = scan.get("metadata") instanceof Json.Obj metadata ? blankToNull(metadata.text("user_id")) : null;
        if (user == null) return null;
        int marked = user.indexOf("_session_");
        if (marked >= 0) return user.substring(marked);
        if (!user.startsWith("{")) return user;
        try {
            return Json.parse(user) instanceof Json.Obj o && o.text("session_id") instanceof String session ? session : user;
        } catch (JsonError _) {
            return user; // braces, but no JSON: the text itself is the key
        }
    }

    private static String blankToNull(String s) {
        return Ws.blank(s) ? null : s;
    }

    private static String beginning(Json.Obj body) {
        var out = new StringBuilder();
        for (String name : new String[] {"system", "instructions", "messages", "input"}) {
            if (!(body.get(name) instanceof Json said)) continue;
            if (!(said instanceof Json.Arr turns) || name.equals("system")) out.append(said);
            else for (Json turn : turns.items()) {
                out.append(turn);
                if (turn instanceof Json.Obj o && "user".equals(o.text("role"))) break;
            }
        }
        return out.toString();
    }
}
