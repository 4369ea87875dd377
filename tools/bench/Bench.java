import java.util.ArrayList;
import java.util.Arrays;

/// Measures on the machine at hand and prints ratios, with the absolute figures beside them. A row's work and its baseline take turns;
/// after warm-up the median of the rounds counts, so a noisy moment hits both and decides nothing.
///
///     ./build.sh bench [ROW…]
///
/// A row is named by its id or by the beginning of one (`C` is all of the core's). Exit code 1: a row is below its floor.
/// It is compiled before it runs: a program launched from its source shares the machine with the compiler, and what the JIT learnt from the
/// compiler's texts can make the JDK's own UTF-8 decoder ten times slower.
final class Bench {
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 7;

    private Bench() {}

    public static void main(String[] args) throws Exception {
        boolean good = true;
        try (var gateway = new GatewayRows("build/llm-router.jar"); var state = new StateRows()) {
            var rows = new ArrayList<Row>();
            rows.addAll(gateway.all());
            rows.addAll(state.all());
            rows.addAll(CoreRows.all());
            rows.removeIf(row -> args.length > 0 && Arrays.stream(args).noneMatch(row.id()::startsWith));
            System.out.printf("%-4s %-44s %12s %7s   %s%n", "row", "work", "figure", "ratio", "of");
            for (Row row : rows) good &= measure(row);
        }
        System.exit(good ? 0 : 1);
    }

    /// Measures a row and prints it; returns whether it is good enough.
    private static boolean measure(Row row) throws Exception {
        var work = new double[ROUNDS];
        var baseline = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            double w = row.measured().round();
            double b = row.baseline().round();
            if (round < 0) continue;
            work[round] = w;
            baseline[round] = b;
        }
        double ratio = median(work) / median(baseline);
        boolean good = ratio >= row.floor();
        System.out.printf("%-4s %-44s %12s %7.2f   %s (%s)%s%n", row.id(), row.work(), figure(median(work), row), ratio,
            row.against(), figure(median(baseline), row), good ? "" : "   BELOW " + row.floor());
        return good;
    }

    private static String figure(double value, Row row) {
        return String.format("%.0f %s", value, row.unit());
    }

    private static double median(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
