package llmrouter.config.edit.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// The lines in which two texts of a configuration differ, with the lines around them and with keys masked:
///
/// ```
/// line 3:
///    "providers": [
/// -    {"id": "p", "models": ["m"]}
/// +    {"id": "p", "models": ["m", "n"]}
///    ]
/// ```
public final class LineDiff {
    /// How many equal lines are shown before and after a difference.
    private static final int AROUND = 2;
    /// Larger middle parts are shown as replaced as a whole: the cost is the product of the numbers of lines.
    private static final long MOST_WORK = 4_000_000;

    private final List<String> before;
    private final List<String> after;
    private final List<String> shownBefore;
    private final List<String> shownAfter;
    private final List<Row> rows = new ArrayList<>();

    /// @param sign ` ` in both texts, `-` only in the old one, `+` only in the new one
    /// @param line its number in the new text, from 1
    private record Row(char sign, int line, String text) {}

    private LineDiff(String before, String after, UnaryOperator<String> mask) {
        this.before = lines(before);
        this.after = lines(after);
        this.shownBefore = lines(mask.apply(before));
        this.shownAfter = lines(mask.apply(after));
    }

    /// Ends of lines are LF, CR, and CR with LF. Behind the last one no empty line follows.
    private static List<String> lines(String text) {
        var lines = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\n' && c != '\r') continue;
            lines.add(text.substring(from, i));
            if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') i++;
            from = i + 1;
        }
        if (from < text.length()) lines.add(text.substring(from));
        return lines;
    }

    /// The lines to show; none if the texts have the same lines.
    public static List<String> of(String before, String after) {
        return of(before, after, MaskedText::of);
    }

    /// As [#of(String, String)], of texts that are no configuration of this program.
    ///
    /// @param mask hides secrets; it keeps the line ends
    public static List<String> of(String before, String after, UnaryOperator<String> mask) {
        var diff = new LineDiff(before, after, mask);
        diff.compare();
        return diff.shown();
    }

    private void compare() {
        int start = 0;
        int shorter = Math.min(before.size(), after.size());
        while (start < shorter && before.get(start).equals(after.get(start))) same(start++);
        int tail = 0;
        while (tail < shorter - start
            && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) tail++;
        middle(start, before.size() - tail, after.size() - tail);
        for (int i = after.size() - tail; i < after.size(); i++) same(i);
    }

    private void same(int i) {
        rows.add(new Row(' ', i + 1, shownAfter.get(i)));
    }

    private void middle(int start, int endBefore, int endAfter) {
        int[][] common = common(start, endBefore, endAfter);
        int i = start;
        int j = start;
        while (i < endBefore || j < endAfter) {
            boolean equal = i < endBefore && j < endAfter && before.get(i).equals(after.get(j));
            if (common != null && equal) {
                same(j++);
                i++;
            } else if (j == endAfter || i < endBefore
                && (common == null || common[i + 1 - start][j - start] >= common[i - start][j + 1 - start])) {
                rows.add(new Row('-', j + 1, shownBefore.get(i++)));
            } else {
                rows.add(new Row('+', j + 1, shownAfter.get(j++)));
            }
        }
    }

    /// How many lines the rests of both texts have in common, by where the rests begin; null if that is too much work.
    private int[][] common(int start, int endBefore, int endAfter) {
        int height = endBefore - start;
        int width = endAfter - start;
        if ((long) height * width > MOST_WORK) return null;
        var common = new int[height + 1][width + 1];
        for (int i = height - 1; i >= 0; i--) {
            for (int j = width - 1; j >= 0; j--) {
                boolean equal = before.get(start + i).equals(after.get(start + j));
                common[i][j] = equal ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private List<String> shown() {
        var lines = new ArrayList<String>();
        int last = -1;
        for (int i = 0; i < rows.size(); i++) {
            if (!isNearDifference(i)) continue;
            if (last < i - 1 || last < 0) lines.add("line " + rows.get(i).line + ":");
            lines.add(rows.get(i).sign + " " + rows.get(i).text);
            last = i;
        }
        return lines;
    }

    private boolean isNearDifference(int at) {
        for (int i = Math.max(0, at - AROUND); i <= Math.min(rows.size() - 1, at + AROUND); i++) {
            if (rows.get(i).sign != ' ') return true;
        }
        return false;
    }
}
