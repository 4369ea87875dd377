package llmrouter.cli.menu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.install.ShellText;

/// The words of an operation, as they would be typed behind `llm-router`.
///
/// @param words     without secrets
/// @param secret    what standard input gets; null for nothing
/// @param variables secrets that the operation finds in its environment, beside the variables of this process
public record OperationWords(List<String> words, String secret, Map<String, String> variables) {
    public OperationWords(List<String> words, String secret) {
        this(words, secret, Map.of());
    }

    public static OperationWords of(String... words) {
        return new OperationWords(List.of(words), null);
    }

    public static OperationWords of(List<String> words) {
        return new OperationWords(List.copyOf(words), null);
    }

    /// The same with more words behind.
    public OperationWords with(List<String> more) {
        var all = new ArrayList<>(words);
        all.addAll(more);
        return new OperationWords(List.copyOf(all), secret, variables);
    }

    /// The line to type at a shell.
    public String line() {
        return "llm-router " + String.join(" ", words.stream().map(ShellText::word).toList());
    }

    /// The same in several lines, which a shell reads as one.
    public List<String> lines() {
        var lines = new ArrayList<String>();
        for (String name : variables.keySet()) lines.add("  # with " + name + " in the environment");
        var line = new StringBuilder("  llm-router");
        for (String word : words) {
            String next = ShellText.word(word);
            if (line.length() + next.length() + 3 > FoldedLines.WIDTH) {
                lines.add(line + " \\");
                line = new StringBuilder("   ");
            }
            line.append(' ').append(next);
        }
        lines.add(line.toString());
        return lines;
    }
}
