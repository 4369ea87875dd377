package llmrouter.cli.menu;

import java.util.ArrayList;
import java.util.List;

/// Lines for a terminal of 80 columns: a longer one goes on below, indented.
final class FoldedLines {
    /// One column is left free, because some terminals begin a new line in the last one.
    static final int WIDTH = 79;
    private static final int INDENT = 4;

    private FoldedLines() {}

    static List<String> of(List<String> lines) {
        var folded = new ArrayList<String>();
        for (String line : lines) fold(line, folded);
        return folded;
    }

    private static void fold(String line, List<String> folded) {
        String rest = line;
        int start = 0;
        while (start < line.length() && line.charAt(start) == ' ') start++;
        String indent = " ".repeat(Math.min(start + INDENT, WIDTH / 2));
        while (rest.length() > WIDTH) {
            int blank = rest.lastIndexOf(' ', WIDTH);
            int end = blank > indent.length() ? blank : WIDTH;
            if (Character.isLowSurrogate(rest.charAt(end))) end--;
            folded.add(rest.substring(0, end));
            rest = indent + rest.substring(end).stripLeading();
        }
        folded.add(rest);
    }
}
