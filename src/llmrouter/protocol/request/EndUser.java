package llmrouter.protocol.request;

import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.text.Fnv1a;

/// The id of the client's end user as OpenAI's formats take it: at most 64 characters.
public final class EndUser {
    private static final int LONGEST = 64;

    private EndUser() {}

    /// The id if it is short enough. Claude Code sends a JSON text: its session id is what tells users apart for abuse checks and caches. Any
    /// other long id becomes its hash.
    public static String fit(String user) {
        if (user.length() <= LONGEST) return user;
        try {
            if (Json.parse(user) instanceof Json.Obj o && o.text("session_id") instanceof String session && !session.isEmpty() && session.length() <= LONGEST)
                return session;
        } catch (JsonError _) {
            // not JSON: an id like any other
        }
        return "user-" + Fnv1a.hex(user);
    }
}
