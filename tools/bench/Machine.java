import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The machine that is measured on, and what else it does meanwhile.
final class Machine {
    private static final Path STAT = Path.of("/proc/stat");
    private static final Path SELF = Path.of("/proc/self/stat");
    private static final double TICK_MICROS = 10_000;

    private Machine() {}

    /// CPU time, of all cores together, that went to programs which this one did not start, or that the host of a
    /// virtual machine took away; in microseconds, NaN where the system does not say. Interrupts are left out: those of
    /// the loopback device belong to what is measured.
    static double foreignMicros() {
        try {
            // cpu user nice system idle iowait irq softirq steal …
            String[] all = Files.readString(STAT).split("\n", 2)[0].split(" +");
            // (name) state …: from the state on, the 12th to the 15th are user and system, and those of ended children
            String[] own = Files.readString(SELF).replaceAll(".*\\) ", "").split(" ");
            long ticks = sum(all, 1, 3) + Long.parseLong(all[8]) - sum(own, 11, 14);
            return ticks * TICK_MICROS - childrenMicros();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static long sum(String[] numbers, int from, int to) {
        long sum = 0;
        for (int i = from; i <= to; i++) sum += Long.parseLong(numbers[i]);
        return sum;
    }

    private static double childrenMicros() {
        return ProcessHandle.current().children()
            .mapToDouble(child -> child.info().totalCpuDuration().map(d -> d.toNanos() / 1e3).orElse(0.0)).sum();
    }

    /// The share of the machine that went to such programs since then.
    ///
    /// @param foreign [#foreignMicros] of then
    /// @param nanos   `System.nanoTime()` of then
    static double others(double foreign, long nanos) {
        return (foreignMicros() - foreign) / ((System.nanoTime() - nanos) / 1e3 * cores());
    }

    static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /// The machine and its Java, in a line.
    static String words() throws IOException {
        return "%s, %d cores, %s %s, %s %s".formatted(processor(), cores(), System.getProperty("os.name"),
            System.getProperty("os.arch"), System.getProperty("java.vm.name"), System.getProperty("java.vm.version"))
            .replaceAll(" +", " ");
    }

    private static String processor() throws IOException {
        var info = Path.of("/proc/cpuinfo");
        if (!Files.exists(info)) return "an unknown processor";
        try (var lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("model name")).map(line -> line.replaceAll(".*:\\s*", ""))
                .findFirst().orElse("an unknown processor");
        }
    }
}
