import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Measures on the machine at hand and prints ratios, with the absolute figures beside them. A row's work and its
/// baseline take turns; after warm-up the median of the rounds counts, so a noisy moment hits both and decides nothing.
///
///     ./build.sh bench [--against JAR] [ROW…]
///
/// A row is named by its id or by the beginning of one (`C` is all of the core's). Exit code 1: a row is below its
/// floor. With `--against` the rows that measure a rate are compared with another jar instead: see [Against].
/// It is compiled before it runs: a program launched from its source shares the machine with the compiler, and what
/// the JIT learnt from the compiler's texts can make the JDK's own UTF-8 decoder ten times slower.
final class Bench {
    private static final String JAR = "build/llm-router.jar";
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 7;

    private Bench() {}

    public static void main(String[] args) throws Exception {
        var names = new ArrayList<>(List.of(args));
        int at = names.indexOf("--against");
        if (at >= 0 && at + 1 == names.size()) fail("--against needs the path of a jar");
        String oldJar = at < 0 ? null : names.remove(at + 1);
        if (at >= 0) names.remove(at);
        System.exit((oldJar == null ? measure(names) : against(oldJar, names)) ? 0 : 1);
    }

    private static void fail(String message) {
        System.err.println("bench: " + message);
        System.exit(2);
    }

    private static boolean named(List<String> names, String id) {
        return names.isEmpty() || names.stream().anyMatch(id::startsWith);
    }

    private static boolean against(String oldJar, List<String> names) throws Exception {
        if (!Files.isRegularFile(Path.of(oldJar))) fail("there is no file " + oldJar);
        var all = Traffic.all();
        var chosen = all.stream().filter(traffic -> named(names, traffic.id())).toList();
        var known = String.join(" ", all.stream().map(Traffic::id).toList());
        if (chosen.isEmpty()) fail("--against compares the rows " + known);
        return Against.run(JAR, oldJar, chosen);
    }

    private static boolean measure(List<String> names) throws Exception {
        boolean good = true;
        try (var gateway = new GatewayRows(JAR); var state = new StateRows()) {
            var rows = new ArrayList<Row>();
            rows.addAll(gateway.all());
            rows.addAll(state.all());
            rows.addAll(CoreRows.all());
            rows.removeIf(row -> !named(names, row.id()));
            if (rows.isEmpty()) fail("no row's name begins with any of " + String.join(" ", names));
            System.out.printf("%-4s %-42s %22s %7s   %s%n", "row", "work", "figure, CPU a request", "ratio", "of");
            for (Row row : rows) good &= measure(row);
        }
        return good;
    }

    /// Measures a row and prints it; returns whether it is good enough.
    private static boolean measure(Row row) throws Exception {
        var work = new Sample[ROUNDS];
        var baseline = new Sample[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            Sample w = row.measured().round();
            Sample b = row.baseline().round();
            if (round < 0) continue;
            work[round] = w;
            baseline[round] = b;
        }
        var measured = median(work);
        var compared = median(baseline);
        double ratio = measured.figure() / compared.figure();
        boolean good = ratio >= row.floor();
        System.out.printf("%-4s %-42s %22s %7.2f   %s (%s)%s%n", row.id(), row.work(), figure(measured, row), ratio,
            row.against(), figure(compared, row), good ? "" : "   BELOW " + row.floor());
        return good;
    }

    private static String figure(Sample sample, Row row) {
        var figure = String.format("%.0f %s", sample.figure(), row.unit());
        return Double.isNaN(sample.cpuMicros()) ? figure : figure + String.format(" %.1f µs", sample.cpuMicros());
    }

    private static Sample median(Sample[] samples) {
        double[] figures = Arrays.stream(samples).mapToDouble(Sample::figure).sorted().toArray();
        double[] cpu = Arrays.stream(samples).mapToDouble(Sample::cpuMicros).sorted().toArray();
        return new Sample(figures[figures.length / 2], cpu[cpu.length / 2]);
    }
}
