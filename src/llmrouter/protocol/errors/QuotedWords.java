package llmrouter.protocol.errors;


import llmrouter.chat.ApiError;
import llmrouter.text.Letters;
import llmrouter.text.Printable;

/// A provider's words as a quote inside a message of the gateway, so that no client takes them for its own trouble.
///
/// Claude Code looks for some phrases in every error, whatever its status (read in version 2.1.332): at "x-api-key" it
/// asks its user to log in, at "credit balance is too low" to pay, at "prompt is too long" it compacts. Other clients
/// look for codes. In a quote such a phrase gets spaces and hyphens that look the same to a reader, and are other
/// characters: those at which a line does not break.
public final class QuotedWords {
    private static final char SPACE = '\u00A0';
    private static final char HYPHEN = '\u2011';

    private static final String[] PHRASES = {
        "x-api-key", "api key", "invalid_api_key", "credit balance", "insufficient_quota",
        "insufficient quota", "prompt is too long", "input is too long", "oauth token",
        "organization has been disabled", "exceed context"};

    /// At these Claude Code asks its user to log in or to pay, although the key and the account are the gateway's.
    private static final String[] OF_THE_ACCOUNT = {
        "x-api-key", "credit balance", "organization has been disabled", "valid api key for this workspace",
        "api key authentication is disabled", "run /login", "oauth token", "oauth authentication"};
    /// At these clients compact the conversation, which helps only if the prompt is too long.
    private static final String[] OF_THE_LENGTH = {"prompt is too long", "input is too long", "exceed context"};

    private QuotedWords() {}

    /// At most `most` characters of the words, on one line.
    static String of(String words, int most) {
        String shown = words.length() > most ? Printable.of(words, most - 1) + "…" : words;
        return without(PHRASES, shown);
    }

    /// A message for a client, in which no client finds words about its own key or account. Words about a prompt that
    /// is too long stay in an error of that kind only.
    public static String inMessage(String message, ApiError.Kind kind) {
        String shown = without(OF_THE_ACCOUNT, message);
        return kind == ApiError.Kind.CONTEXT_OVERFLOW ? shown : without(OF_THE_LENGTH, shown);
    }

    private static String without(String[] phrases, String words) {
        String shown = words;
        String lower = Letters.lower(shown);
        for (String phrase : phrases) {
            // rare: a capital whose small letter has another length, so that places differ
            if (lower.length() != shown.length() && lower.contains(phrase)) return unbroken(shown, 0, shown.length());
            for (int at = lower.indexOf(phrase); at >= 0; at = lower.indexOf(phrase, at + 1)) {
                shown = unbroken(shown, at, at + phrase.length());
            }
        }
        return shown;
    }

    private static String unbroken(String s, int from, int to) {
        var out = new StringBuilder(s);
        for (int i = from; i < to; i++) {
            char c = s.charAt(i);
            if (c == ' ' || c == '_') out.setCharAt(i, SPACE);
            if (c == '-') out.setCharAt(i, HYPHEN);
        }
        return out.toString();
    }
}
