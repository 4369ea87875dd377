package llmrouter.gateway.answer;

import llmrouter.chat.ApiError;
import llmrouter.gateway.RunningAttempt;
import llmrouter.gateway.failure.Failure;
import llmrouter.http.Latin1;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.protocol.errors.ErrorText;
import llmrouter.protocol.shape.BodyShape;
import llmrouter.text.Ws;

/// What the client is told where a success status came with something that is neither JSON nor an event stream: the
/// words of a page or of a text, cleaned and shortened. Bytes that are no text are never quoted.
final class NoAnswer {
    /// Of a text so many characters are looked at, and so many are quoted.
    private static final int LOOKED_AT = 16_384;
    private static final int QUOTED = 300;
    private static final char REPLACED = '\uFFFD';

    /// Why text of another encoding is no answer (RFC 8259 §8.1).
    static final String UTF_16 = "its text is UTF-16, and JSON must be UTF-8";

    private NoAnswer() {}

    /// What an invalid answer's error begins with.
    static String invalid(RunningAttempt attempt) {
        return "The provider returned " + Failure.invalidAnswer(attempt.status());
    }

    /// Whether the first characters of a body are those of UTF-16: each has a zero byte beside it.
    static boolean isUtf16(String body) {
        int zero = body.indexOf('\0');
        return zero >= 0 && zero < 4 && body.indexOf('\0', zero + 1) == zero + 2;
    }

    /// @param body    possibly only its beginning
    /// @param bytes   whether it has one character per byte
    static ApiError of(String body, BodyShape shape, boolean bytes, RunningAttempt attempt) {
        String front = body.length() > LOOKED_AT ? body.substring(0, LOOKED_AT) : body;
        String text = bytes ? text(front, front.length() < body.length()) : front;
        if (text == null || binary(text)) {
            String what = isUtf16(body) ? UTF_16 + "." : "bytes that are neither JSON nor an event stream.";
            return error(what, null, attempt);
        }
        String clean = attempt.request().secrets().withoutInBody(text);
        if (shape == BodyShape.PAGE) {
            String words = ErrorReader.read(200, clean).quote();
            return error("a page instead of JSON: " + words, words, attempt);
        }
        String words = shortened(ErrorText.clean(clean));
        return error("neither JSON nor an event stream: " + words, words, attempt);
    }

    private static ApiError error(String what, String quote, RunningAttempt attempt) {
        return new ApiError(502, ApiError.Kind.API, invalid(attempt) + what, null, null, quote);
    }

    /// The text of these bytes, of which the last character may be cut; null if they are not UTF-8.
    private static String text(String bytes, boolean cut) {
        String text = Latin1.textOrNull(bytes);
        for (int less = 1; cut && text == null && less < 4; less++) {
            text = Latin1.textOrNull(bytes.substring(0, bytes.length() - less));
        }
        return text;
    }

    /// Whether it has characters that no text has. A terminal's escapes are left to the cleaning.
    private static boolean binary(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' && !Ws.is(c) && c != 0x1B && c != '\f' && c != '\b' || c == 0x7F;
            if (control || c == REPLACED) return true;
        }
        return false;
    }

    private static String shortened(String words) {
        if (words.length() <= QUOTED) return words;
        int end = Character.isHighSurrogate(words.charAt(QUOTED - 1)) ? QUOTED - 1 : QUOTED;
        return words.substring(0, end) + "…";
    }
}
