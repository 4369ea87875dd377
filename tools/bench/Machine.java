import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The machine that is measured on, and what else it does meanwhile.
final class Machine {
    private static final Path STAT = Path.of("/proc/stat");
    private static final double TICK_MICROS = 10_000;

    private Machine() {}

    /// CPU time that programs have used and that the host of a virtual machine took away, all cores together, in
    /// microseconds; NaN where the system does not say. Interrupts are left out: those of the loopback device belong to
    /// what is measured.
    static double busyMicros() {
        try {
            if (!Files.exists(STAT)) return Double.NaN;
            // cpu user nice system idle iowait irq softirq steal …
            String[] ticks = Files.readString(STAT).split("\n", 2)[0].split(" +");
            long sum = Long.parseLong(ticks[1]) + Long.parseLong(ticks[2]) + Long.parseLong(ticks[3]);
            return (sum + Long.parseLong(ticks[8])) * TICK_MICROS;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /// CPU time of this program, in microseconds: the clients and the provider.
    static double ownMicros() {
        return ProcessHandle.current().info().totalCpuDuration().map(d -> d.toNanos() / 1e3).orElse(Double.NaN);
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
