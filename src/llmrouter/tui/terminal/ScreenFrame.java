package llmrouter.tui.terminal;

import java.util.ArrayList;
import java.util.List;

/// Lines to be drawn, and where the cursor stands on them.
///
/// @param row    of the cursor, from 0; -1 if it is not shown
/// @param column of the cursor, from 0
public record ScreenFrame(List<ScreenLine> lines, int row, int column) {
    public static ScreenFrame of(List<ScreenLine> lines) {
        return new ScreenFrame(List.copyOf(lines), -1, 0);
    }

    /// The same between other lines.
    public ScreenFrame between(List<ScreenLine> above, List<ScreenLine> below) {
        var all = new ArrayList<>(above);
        all.addAll(lines);
        all.addAll(below);
        return new ScreenFrame(List.copyOf(all), row < 0 ? -1 : row + above.size(), column);
    }

    /// The characters alone, for tests and reports.
    public List<String> texts() {
        return lines.stream().map(ScreenLine::text).toList();
    }
}
