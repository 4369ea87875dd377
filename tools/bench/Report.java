import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tables of a run: on the screen row by row, and in a page of the documents if one is named.
///
/// On the page they stand between two marks. Rows that were not measured this time stay there if the machine is the
/// same, so that one row can be measured once more.
final class Report {
    private static final String BEGIN = "<!-- figures: written by ./build.sh bench --report -->\n";
    private static final String END = "<!-- /figures -->\n";

    private final Map<Measurement.Sheet, Map<String, String>> tables = new EnumMap<>(Measurement.Sheet.class);
    private final Path page;
    private Measurement.Sheet last;

    /// @param page or null
    Report(Path page) {
        this.page = page;
    }

    void add(Measurement.Outcome outcome) throws IOException {
        var sheet = outcome.sheet();
        if (sheet != last) print(sheet, sheet.columns.stream().map(Report::name).toList());
        last = sheet;
        print(sheet, outcome.cells());
        String line = markdown(outcome.cells());
        tables.computeIfAbsent(sheet, _ -> new LinkedHashMap<>()).put(outcome.cells().getFirst(), line);
        // a run takes long, and may be ended
        if (page != null) write();
    }

    private static String name(String column) {
        return column.substring(0, column.indexOf(':'));
    }

    private static void print(Measurement.Sheet sheet, List<String> cells) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String width = sheet.columns.get(i).replaceAll(".*:", "");
            line.append(("%" + width + "s  ").formatted(cells.get(i)));
        }
        System.out.println(line.toString().stripTrailing());
    }

    private static String markdown(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private void write() throws IOException {
        String before = Files.exists(page) ? Files.readString(page) : "";
        int from = before.indexOf(BEGIN);
        int to = before.indexOf(END, Math.max(0, from));
        boolean marked = from >= 0 && to >= 0;
        String old = marked ? before.substring(from, to) : "";
        String head = marked ? before.substring(0, from) : before;
        String tail = marked ? before.substring(to + END.length()) : "";
        Files.writeString(page, head + BEGIN + figures(old) + END + tail);
    }

    private String figures(String old) throws IOException {
        String machine = "Machine: " + Machine.words() + ". Options of each JVM: `" + Gateways.FLAGS + "`.\n";
        boolean same = old.contains(machine);
        var text = new StringBuilder(machine).append("Last measured: ").append(LocalDate.now()).append(".\n");
        for (var sheet : Measurement.Sheet.values()) {
            var rows = rows(sheet, same ? old : "");
            if (rows.isEmpty()) continue;
            var names = sheet.columns.stream().map(Report::name).toList();
            text.append("\n**").append(sheet.title).append("**\n\n").append(markdown(names)).append('\n');
            text.append("|---".repeat(names.size())).append("|\n");
            rows.forEach(row -> text.append(row).append('\n'));
        }
        return text.toString();
    }

    /// Those on the page, with the new ones in their places.
    private List<String> rows(Measurement.Sheet sheet, String old) {
        var rows = new LinkedHashMap<String, String>();
        int at = old.indexOf("**" + sheet.title + "**");
        if (at >= 0) {
            var lines = new ArrayList<>(old.substring(at).lines().skip(4).toList());
            for (String line : lines) {
                if (!line.startsWith("| ")) break;
                rows.put(line.split("\\|")[1].strip(), line);
            }
        }
        rows.putAll(tables.getOrDefault(sheet, Map.of()));
        return List.copyOf(rows.values());
    }
}
