package llmrouter.startup;

import java.util.List;

/// One call of a service manager's tool.
///
/// @param words    the tool and its arguments
/// @param optional whether its failure does not matter, as that of ending what does not run
public record ManagerStep(List<String> words, boolean optional) {
    static ManagerStep of(String... words) {
        return new ManagerStep(List.of(words), false);
    }

    static ManagerStep optional(String... words) {
        return new ManagerStep(List.of(words), true);
    }

    /// As a user would type it; no word of these tools needs quotes but a path.
    public String line() {
        return String.join(" ", words.stream().map(word -> word.indexOf(' ') < 0 ? word : '"' + word + '"').toList());
    }
}
