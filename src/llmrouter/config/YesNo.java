package llmrouter.config;


import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// The words for yes and no. They are the same in the configuration, in the environment and on the command line.
public final class YesNo {
    private YesNo() {}

    /// `1 true yes y on` or `0 false no n off` in any case; null for anything else.
    public static Boolean bool(String text) {
        return switch (Letters.lower(Ws.trim(text))) {
            case "1", "true", "yes", "y", "on" -> true;
            case "0", "false", "no", "n", "off" -> false;
            default -> null;
        };
    }
}
