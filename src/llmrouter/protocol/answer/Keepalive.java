package llmrouter.protocol.answer;


import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// Words that providers and the servers before them send as data only to keep a stream open: a short bare word such as
/// `ping`, a number, a comment, nothing at all.
final class Keepalive {
    private static final int LONGEST_WORD = 40;
    private static final int LONGEST = 120;
    /// A text that begins with one of these is about the connection, whatever follows.
    private static final String[] BEGINNINGS = {":", "ping", "pong", "keep-alive", "keepalive", "keep alive",
        "heartbeat"};
    /// A single word with one of these in it is an error.
    private static final String[] OF_ERRORS = {"error", "fail", "exception", "unauthorized", "forbidden", "denied",
        "unavailable", "timeout", "timed", "overload", "exceeded", "abort"};

    private Keepalive() {}

    /// @param data that is no JSON object
    static boolean is(String data) {
        if (data.length() > LONGEST) return Ws.blank(data);
        String words = Letters.lower(Ws.trim(data));
        if (words.isEmpty() || beginsLikeKeepalive(words)) return true;
        if (words.length() > LONGEST_WORD || !isOneWord(words)) return false;
        for (String word : OF_ERRORS) {
            if (words.contains(word)) return false;
        }
        return true;
    }

    private static boolean beginsLikeKeepalive(String words) {
        for (String beginning : BEGINNINGS) {
            if (words.startsWith(beginning)) return true;
        }
        return false;
    }

    /// Also a word in brackets, such as `[heartbeat]`, which no JSON begins with.
    private static boolean isOneWord(String words) {
        boolean bracketed = words.startsWith("[") && words.endsWith("]") && words.length() > 2;
        int to = bracketed ? words.length() - 1 : words.length();
        for (int i = bracketed ? 1 : 0; i < to; i++) {
            char c = words.charAt(i);
            boolean plain = Letters.isLetter(c) || Letters.digit(c, 10) >= 0 || ".:-_+/=!…".indexOf(c) >= 0;
            if (!plain) return false;
        }
        return true;
    }
}
