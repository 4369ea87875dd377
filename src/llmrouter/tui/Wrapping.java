package llmrouter.tui;

import java.util.ArrayList;
import java.util.List;

import llmrouter.tui.terminal.Columns;

/// Divides text into lines at its spaces.
final class Wrapping {
    private Wrapping() {}

    /// Lines of at most so many columns. A word that is longer is divided.
    ///
    /// @param most so many lines at most; what is left out is told by `…`
    static List<String> of(String text, int columns, int most) {
        int width = Math.max(1, columns);
        var lines = new ArrayList<String>();
        String rest = text.strip();
        while (Columns.of(rest) > width && lines.size() < most - 1) {
            int end = Columns.fitting(rest, width);
            if (end == 0) end = Columns.after(rest, 0);
            int space = rest.lastIndexOf(' ', end);
            int cut = space > 0 ? space : end;
            lines.add(rest.substring(0, cut).stripTrailing());
            rest = rest.substring(cut).stripLeading();
        }
        lines.add(Columns.cut(rest, width));
        return lines;
    }
}
