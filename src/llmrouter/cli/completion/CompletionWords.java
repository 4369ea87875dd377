package llmrouter.cli.completion;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Format;

/// What a placeholder of the help stands for, e.g. `PROVIDER` or `on|off`, as lines for a script: a word to offer, or
/// `@` and a kind of names, which the script finds out when it needs them.
final class CompletionWords {
    static final String PROVIDERS = "providers";
    static final String ALIASES = "aliases";
    /// As `provider/model`.
    static final String MODELS = "models";
    /// The models of one provider, without the provider.
    static final String OWN_MODELS = "own";
    static final String CAPS = "caps";
    /// Names of the keys of single clients.
    static final String KEYS = "keys";
    static final String FILE = "@file";
    static final String FOLDER = "@folder";
    /// In front of names of which several may be given, separated by commas.
    static final String LIST = "@list";
    /// In place of the `@` of a kind: a name is put in quotation marks where a list needs them.
    private static final String IN_LIST = "@" + ConfiguredNames.LISTED;
    /// There is a value, but it cannot be guessed.
    static final String TEXT = "@text";

    private CompletionWords() {}

    /// @param placeholder  alternatives separated by `|`; brackets and dots do not count
    /// @param ofProvider   whether the provider is said already, so that a model is one of that provider
    static List<String> of(String placeholder, boolean ofProvider) {
        var lines = new ArrayList<String>();
        for (String word : plain(placeholder).split("\\|")) {
            switch (word) {
                case "PROVIDER" -> lines.add("@" + PROVIDERS);
                case "ALIAS" -> lines.add("@" + ALIASES);
                case "MODEL" -> lines.add("@" + (ofProvider ? OWN_MODELS : MODELS));
                case "MODELS" -> lines.addAll(List.of(LIST, IN_LIST + OWN_MODELS));
                case "PROVIDER/MODEL" -> lines.add("@" + MODELS);
                case "PROVIDER[/MODEL]" -> lines.addAll(List.of("@" + PROVIDERS, "@" + MODELS));
                case "TARGET", "FALLBACK" -> lines.addAll(List.of("@" + ALIASES, "@" + MODELS));
                case "TARGETS" -> lines.addAll(List.of(LIST, IN_LIST + ALIASES, IN_LIST + MODELS));
                case "ID" -> lines.addAll(List.of("@" + PROVIDERS, "@" + ALIASES, "@" + MODELS));
                case "CAP" -> lines.add("@" + CAPS);
                case "KEY-NAME" -> lines.add("@" + KEYS);
                case "FORMAT" -> lines.addAll(Format.words());
                case "STRATEGY" -> lines.addAll(List.of(Strategy.values()).stream().map(Strategy::word).toList());
                case "FILE" -> lines.add(FILE);
                case "FOLDER" -> lines.add(FOLDER);
                default -> { if (isFixed(word)) lines.add(word); }
            }
        }
        return lines.isEmpty() ? List.of(TEXT) : lines;
    }

    private static String plain(String placeholder) {
        String bare = placeholder.replace("...", "");
        boolean bracketed = bare.startsWith("[") && bare.endsWith("]");
        return bracketed ? bare.substring(1, bare.length() - 1) : bare;
    }

    /// Whether a word of a placeholder is typed as it is.
    private static boolean isFixed(String word) {
        return !word.isEmpty() && word.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')
            && !word.equals("-");
    }
}
