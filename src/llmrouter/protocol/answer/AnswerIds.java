package llmrouter.protocol.answer;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.text.Fnv1a;
import llmrouter.text.Printable;

/// The ids of one answer: its own, and one for each tool call. All match `[a-zA-Z0-9_-]+`, which Messages demands of
/// the ids that a client sends back, and no two calls share one. One answer, one owner.
public final class AnswerIds {
    private static final List<String> PREFIXES = List.of("chatcmpl-", "msg_", "resp_", "req_");
    /// Behind the prefix of an id that the gateway made. No vendor's id looks so: their ids have hexadecimal digits or
    /// letters and digits without an underscore behind the prefix.
    private static final String OWN = "llmr_";
    /// A text without it holds no id that the gateway made.
    public static final String MARK = "_" + OWN;
    private static final int LONGEST_OWN = 40;

    private final String requestId;
    private final String callPrefix;
    private final Set<String> calls = new HashSet<>();

    /// @param callPrefix the beginning of a tool call's id that the gateway makes, e.g. `toolu_`
    public AnswerIds(String requestId, String callPrefix) {
        this.requestId = requestId;
        this.callPrefix = callPrefix;
    }

    /// The answer's id: the provider's with its prefix swapped for `prefix`, else one made from the request's id.
    public String answer(String prefix, String providerId) {
        return prefix + bare(given(providerId) ? providerId : requestId);
    }

    /// An id that only this answer has, for a format whose clients may refer to an answer later. It is made from the
    /// request's id, because some providers give many answers the same id.
    public String own(String prefix) {
        String bare = bare(requestId);
        return prefix + OWN + (bare.length() > LONGEST_OWN ? Fnv1a.hex(bare) : bare);
    }

    /// Whether a gateway made the id, or made it from such an id: `resp_llmr_…`, `msg_llmr_…`.
    public static boolean isOwn(String id) {
        int behind = id.indexOf('_') + 1;
        return behind > 1 && id.startsWith(OWN, behind);
    }

    /// The id of the answer that an item of the gateway belongs to.
    ///
    /// @param item   an id for which [#isOwn] is true
    /// @param prefix of answers
    public static String answerOf(String item, String prefix) {
        int from = item.indexOf('_') + 1;
        int to = item.lastIndexOf('_');
        return prefix + item.substring(from, Math.max(from, to));
    }

    /// An id that a client sent, fit for a message.
    public static String shown(String id) {
        return Printable.ascii(id, 100);
    }

    /// The id of the next tool call.
    /// @param providerId or null
    public String call(String providerId) {
        String wanted = given(providerId) ? plain(providerId) : callPrefix + bare(requestId) + "_" + (calls.size() + 1);
        String id = wanted;
        for (int n = calls.size() + 1; !calls.add(id); n++) id = wanted + "_" + n;
        return id;
    }

    private static boolean given(String id) {
        return id != null && !id.isEmpty();
    }

    private static String bare(String id) {
        for (String prefix : PREFIXES) {
            if (id.startsWith(prefix)) return plain(id.substring(prefix.length()));
        }
        return plain(id);
    }

    private static String plain(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (!allowed(id.charAt(i))) return replaced(id);
        }
        return id;
    }

    private static String replaced(String id) {
        char[] chars = id.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (!allowed(chars[i])) chars[i] = '_';
        }
        return new String(chars);
    }

    private static boolean allowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
    }
}
