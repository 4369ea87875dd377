package llmrouter.config.keys;

import java.util.List;

import llmrouter.config.Ids;
import llmrouter.text.Letters;

/// Finds what stands in the place of a key: words of an example, a key with its middle hidden, an address, JSON.
///
/// Words by which users say that a local server needs no key, such as `none`, `dummy` and `ollama`, are keys.
final class KeyPlaceholder {
    private static final int LONGEST_PREFIX = 16;
    private static final List<String> WHOLE = List.of("undefined", "null", "[object object]", "changeme", "change-me",
        "change_me", "replaceme", "replace-me", "replace_me", "todo", "insert-key", "paste-key");
    private static final List<String> PARTS = List.of("your-", "your_", "your key", "your api", "yourkey", "yourapikey",
        "your token", "key-here", "key_here", "token-here", "token_here", "keyhere", "replace-with", "replace_with",
        "paste-your", "paste_your", "<key", "<api", "<token");

    private KeyPlaceholder() {}

    static WrappedKey find(String text) {
        String lower = Letters.lower(text);
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            return WrappedKey.noKey("is an address, not a key");
        }
        if (isJson(text)) return WrappedKey.alone("is JSON, not the key alone");
        boolean angled = text.length() > 1 && text.charAt(0) == '<' && text.endsWith(">")
            && text.charAt(1) != '%';
        if (angled || WHOLE.contains(lower) || begins(lower) || isCrossedOut(lower)) {
            return WrappedKey.noKey("stands for a key in an example and is none");
        }
        if (isShortened(text)) return WrappedKey.noKey("is a key with a part left out");
        return null;
    }

    private static boolean isJson(String text) {
        if (text.length() < 2) return false;
        char first = text.charAt(0);
        char last = text.charAt(text.length() - 1);
        boolean object = first == '{' && last == '}' && text.charAt(1) != '{';
        return (object || first == '[' && last == ']') && text.indexOf('"') > 0;
    }

    /// Whether an example's words stand at the beginning, or after a short prefix such as `sk-`.
    private static boolean begins(String lower) {
        for (String part : PARTS) {
            int at = lower.indexOf(part);
            if (at >= 0 && at <= LONGEST_PREFIX) return true;
        }
        return false;
    }

    /// `xxxx`, `sk-xxxxxxxx`, `********`: after a prefix, one character only.
    private static boolean isCrossedOut(String lower) {
        int from = lower.length();
        while (from > 0 && "x*\u2022".indexOf(lower.charAt(from - 1)) >= 0) from--;
        boolean prefix = from == 0 || from <= LONGEST_PREFIX && !Ids.isAlphanumeric(lower.charAt(from - 1));
        return prefix && lower.length() - from >= 3;
    }

    /// `sk-...`, `sk-a…b`, `sk-a****b`.
    private static boolean isShortened(String text) {
        for (String gap : List.of("...", "\u2026", "***", "\u2022\u2022")) {
            if (text.contains(gap)) return true;
        }
        return false;
    }
}
