import java.util.List;

/// One piece of work that is measured and judged: a row of a table, or a few that are measured together.
interface Measurement {
    /// How the command line names it.
    String id();

    List<Outcome> measure() throws Exception;

    /// A row of a table.
    ///
    /// @param cells as many as the table has columns; the first is the row's name
    /// @param good  whether the row is within its limit, or has none
    /// @param noisy whether the machine did too much else
    record Outcome(Sheet sheet, List<String> cells, boolean good, boolean noisy) {}

    /// The tables.
    enum Sheet {
        COST("CPU time for each request", "row:-4", "work:-42", "gateway:20", "bare relay:20", "relay in place:20",
            "ratio:5", "quartiles:11", "of in place:11", "floor:5", "remark:-1"),
        LATENCY("Added latency", "row:-4", "work:-42", "gateway:9", "bare relay:10", "relay in place:14", "ratio:5",
            "quartiles:11", "at most:7", "remark:-1"),
        FIGURE("Figures", "row:-4", "work:-52", "gateway:22", "bare relay:22", "limit:12", "remark:-1"),
        GROWTH("Growth", "row:-4", "work:-42", "sizes and CPU time:-72", "exponent:8", "at most:7", "remark:-1"),
        RATE("Rates", "row:-4", "work:-42", "figure:14", "ratio:6", "floor:5", "of:-40", "remark:-1");

        final String title;
        /// Each with its width on a screen; a negative one aligns to the left.
        final List<String> columns;

        Sheet(String title, String... columns) {
            this.title = title;
            this.columns = List.of(columns);
        }
    }
}
