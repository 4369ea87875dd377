package llmrouter.protocol.waiting;

import java.util.ArrayList;
import java.util.List;

import llmrouter.http.HeaderMap;
import llmrouter.http.ToldWait;
import llmrouter.http.WaitForm;
import llmrouter.text.Ws;

/// The fields `RateLimit` and `RateLimit-Policy` of the IETF's draft, in both of its grammars: `"default";r=0;t=20`
/// (draft 8 and later) and `limit=100, remaining=0, reset=20` (draft 7).
final class LimitLists {
    private LimitLists() {}

    /// When the limits that are used up begin anew, or null.
    static ToldWait usedUp(HeaderMap headers) {
        ToldWait longest = null;
        for (String field : headers.values("ratelimit")) {
            boolean old = HeaderMap.lower(field).contains("remaining=");
            for (List<String> limit : old ? List.of(pieces(field, ",;")) : limits(field)) {
                String left = parameter(limit, old ? "remaining" : "r");
                if (left == null || !LimitFields.isZero(left)) continue;
                String reset = parameter(limit, old ? "reset" : "t");
                ToldWait wait = WaitForm.seconds(reset != null ? reset : window(limit.getFirst(), headers));
                if (wait != null && wait.ms() > 0) longest = wait.or(longest);
            }
        }
        return longest;
    }

    private static List<List<String>> limits(String field) {
        var limits = new ArrayList<List<String>>();
        for (String limit : pieces(field, ",")) limits.add(pieces(limit, ";"));
        return limits;
    }

    /// The length of a policy's window: no wait for it is longer. Null if there is no policy of that name.
    private static String window(String name, HeaderMap headers) {
        for (String field : headers.values("ratelimit-policy")) {
            for (List<String> policy : limits(field)) {
                if (policy.getFirst().equals(name)) return parameter(policy, "w");
            }
        }
        return null;
    }

    private static List<String> pieces(String s, String ends) {
        var pieces = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i <= s.length(); i++) {
            if (i < s.length() && ends.indexOf(s.charAt(i)) < 0) continue;
            pieces.add(Ws.trim(s.substring(from, i)));
            from = i + 1;
        }
        return pieces;
    }

    private static String parameter(List<String> pieces, String name) {
        for (String piece : pieces) {
            int equals = piece.indexOf('=');
            if (equals > 0 && HeaderMap.lower(Ws.trim(piece.substring(0, equals))).equals(name)) {
                return Ws.trim(piece.substring(equals + 1));
            }
        }
        return null;
    }
}
