package llmrouter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The words of a shell command line: single quotes hold them together, a redirection or a comment ends them.
final class ShellWords {
    private static final Pattern WORD = Pattern.compile("(?:[^ ']|'[^']*')+");

    private ShellWords() {}

    static List<String> of(String line) {
        var words = new ArrayList<String>();
        var matcher = WORD.matcher(line);
        while (matcher.find() && !matcher.group().equals("<") && !matcher.group().startsWith("#")) {
            words.add(matcher.group().replace("'", ""));
        }
        return words;
    }
}
