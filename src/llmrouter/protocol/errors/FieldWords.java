package llmrouter.protocol.errors;

import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.text.Letters;

/// Which field of a request the words of a refusal are about.
public final class FieldWords {
    private static final String EFFORT = "reasoning_effort";
    private static final List<String> EFFORTS = List.of(EFFORT, "reasoning effort", "reasoning.effort");
    private static final List<String> TOOLS = List.of("tool", "function");
    private static final List<String> WAYS_OUT = List.of("/responses", "responses api", "'none'", "\"none\"", "`none`",
        "to none");

    private FieldWords() {}

    /// Whether the error is about the field: its `param` says so, or its words name the field.
    public static boolean name(ApiError error, String field) {
        return field.equals(error.param()) || names(error.words(), field);
    }

    /// Whether the message names the field as a word of its own, and not merely its value: in quotes, before a colon at
    /// the beginning, or behind a colon at the end.
    private static boolean names(String message, String field) {
        for (int at = message.indexOf(field); at >= 0; at = message.indexOf(field, at + 1)) {
            char before = at == 0 ? '\n' : message.charAt(at - 1);
            int end = at + field.length();
            char after = end == message.length() ? '\n' : message.charAt(end);
            boolean quoted = (before == '\'' || before == '"' || before == '`') && after == before;
            if (quoted || at == 0 && (after == ':' || after == '.')) return true;
            boolean last = after == '\n' || after == '.' && end == message.length() - 1;
            if (last && message.startsWith(": ", at - 2)) return true; // Unrecognized argument supplied: user
        }
        return false;
    }

    /// Whether a model refuses tools beside thinking. Such a model thinks by default, so it refuses a request with
    /// tools whatever effort it names, and also if it names none, unless the effort is `none`.
    public static boolean refuseToolsBesideThinking(ApiError error) {
        String words = Letters.lower(error.words());
        boolean aboutEffort = EFFORT.equals(error.param()) || any(words, EFFORTS);
        return aboutEffort && any(words, TOOLS) && any(words, WAYS_OUT);
    }

    private static boolean any(String words, List<String> phrases) {
        for (String phrase : phrases) {
            if (words.contains(phrase)) return true;
        }
        return false;
    }
}
