package llmrouter.protocol.messages;

import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.text.Ws;

/// The session that a request names in `metadata.user_id`.
final class MessagesSession {
    private MessagesSession() {}

    /// Claude Code puts its session there, as JSON or behind `_session_`; of other clients the whole id counts. Null if
    /// there is none.
    static String of(JsonScan request) {
        String user = request.get("metadata") instanceof Json.Obj metadata ? metadata.text("user_id") : null;
        if (Ws.blank(user)) return null;
        int marked = user.indexOf("_session_");
        if (marked >= 0) return user.substring(marked);
        if (!user.startsWith("{")) return user;
        try {
            return Json.parseNested(user) instanceof Json.Obj o && o.text("session_id") instanceof String session
                ? session : user;
        } catch (JsonError _) {
            return user; // braces, but no JSON: the text itself is the key
        }
    }
}
