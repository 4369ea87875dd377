import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Measures on the machine at hand. What costs CPU time for a request is compared with a bare relay in the same run:
/// see [CostRow]. Further rows: added latency, memory, starts, rates of the core, and how costs grow ([GrowthRows]).
///
///     ./build.sh bench [--report FILE] [--against JAR] [ROW…]
///
/// A row is named by its id or by the beginning of one (`C` is all of the core's). The rows of growth are measured
/// only if they are named, `G` for all of them. Exit code 1: a row missed its limit. A row that missed it while other
/// programs were busy is measured once more. `--report` also writes the tables into a page of the documents: see
/// [Report]. With `--against` the rows of costs are compared with another jar instead: see [Against].
/// It is compiled before it runs: a program launched from its source shares the machine with the compiler, and what
/// the JIT learnt from the compiler's texts can make the JDK's own UTF-8 decoder ten times slower.
final class Bench {
    private static final String JAR = "build/llm-router.jar";

    private Bench() {}

    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        var names = new ArrayList<>(List.of(args));
        String oldJar = option(names, "--against", "the path of a jar");
        String page = option(names, "--report", "the path of a page");
        boolean good = oldJar == null ? measure(names, new Report(page == null ? null : Path.of(page)))
                : against(oldJar, names);
        System.exit(good ? 0 : 1);
    }

    /// Takes an option and its value out of the words; null if it is not there.
    private static String option(List<String> words, String name, String value) {
        int at = words.indexOf(name);
        if (at < 0) return null;
        if (at + 1 == words.size()) fail(name + " needs " + value);
        words.remove(at);
        return words.remove(at);
    }

    private static void fail(String message) {
        System.err.println("bench: " + message);
        System.exit(2);
    }

    /// A name may also name a part of what is measured together, as `L1a` does of `L1`.
    private static boolean named(List<String> names, String id) {
        if (names.isEmpty()) return !id.startsWith("G");
        return names.stream().anyMatch(name -> id.startsWith(name) || name.startsWith(id));
    }

    private static boolean against(String oldJar, List<String> names) throws Exception {
        if (!Files.isRegularFile(Path.of(oldJar))) fail("there is no file " + oldJar);
        var all = Traffic.all();
        var chosen = all.stream().filter(traffic -> named(names, traffic.id())).toList();
        var known = String.join(" ", all.stream().map(Traffic::id).toList());
        if (chosen.isEmpty()) fail("--against compares the rows " + known);
        return Against.run(JAR, oldJar, chosen);
    }

    private static boolean measure(List<String> names, Report report) throws Exception {
        boolean good = true;
        try (var gateway = new GatewayRows(JAR); var state = new StateRows(); var growth = new GrowthRows(JAR)) {
            var rows = new ArrayList<Measurement>();
            rows.addAll(gateway.all());
            rows.addAll(state.all());
            rows.addAll(CoreRows.all());
            rows.addAll(growth.all());
            rows.removeIf(row -> !named(names, row.id()));
            if (rows.isEmpty()) fail("no row's name begins with any of " + String.join(" ", names));
            System.out.println(Machine.words() + "; each JVM with " + Gateways.FLAGS);
            for (var row : rows) good &= tried(row, report);
        }
        return good;
    }

    /// A row that breaks does not end the others.
    private static boolean tried(Measurement row, Report report) {
        try {
            return measure(row, report);
        } catch (Exception e) {
            System.out.println(row.id() + " broke: " + e.getMessage());
            e.printStackTrace();
            return false;
        }
    }

    private static boolean measure(Measurement row, Report report) throws Exception {
        boolean good = true;
        var outcomes = row.measure();
        if (outcomes.stream().anyMatch(o -> !o.good() && o.noisy())) {
            for (var outcome : outcomes) report.add(outcome);
            System.out.println(row.id() + " once more, because of the noise:");
            outcomes = row.measure();
        }
        for (var outcome : outcomes) {
            report.add(outcome);
            good &= outcome.good();
        }
        return good;
    }
}
