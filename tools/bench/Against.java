import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// This jar against an older one: the CPU time that a request costs the gateway's process, and the rate.
///
/// Three gateways run at the same time, each a process of its own: this jar, the old jar, and the old jar once more.
/// They take turns under the same load, with the same provider behind them, and change their places in each round.
/// Two processes of one jar differ too: by what else the machine does, and by what the JIT compiled. The old jar
/// against itself shows how much. Every launch starts new processes, because a process keeps what its JIT decided.
///
/// *Not slower* means: the median of new to old is at most 1.03, or within what old to old reached.
final class Against {
    private static final double TOLERANCE = 1.03;
    private static final String LINE = "%-4s %-34s %21s %21s %7s  %-19s %s%n";
    private static final int LAUNCHES = 5;
    private static final int ROUNDS = 7;
    private static final double SECONDS = 1;
    /// CPU time after which the JIT has compiled what matters. On a busy machine that takes many times as long.
    private static final double WARM_CPU_MICROS = 8e6;
    private static final int MOST_WARM_ROUNDS = 60;

    /// The medians of one launch.
    private record Launch(Sample now, Sample old, Sample oldAgain) {}

    private final String jar;
    private final String oldJar;
    private final Provision provision;
    private final Gateways gateways;

    private Against(String jar, String oldJar) throws IOException, InterruptedException {
        this.jar = jar;
        this.oldJar = oldJar;
        this.provision = Provision.start();
        this.gateways = new Gateways(jar, Gateways.rows(provision));
    }

    /// Measures and prints each of these; whether none is slower.
    static boolean run(String jar, String oldJar, List<Traffic> all) throws IOException, InterruptedException {
        boolean good = true;
        var against = new Against(jar, oldJar);
        try (var _ = against.gateways; var _ = against.provision) {
            System.out.println("CPU time for each request, and answers per second: " + jar + " against " + oldJar);
            System.out.printf(LINE, "row", "work", "new", "old", "new/old", "old/old, both ways", "");
            for (var traffic : all) good &= against.measure(traffic);
        }
        return good;
    }

    private boolean measure(Traffic traffic) throws IOException, InterruptedException {
        var launches = new ArrayList<Launch>();
        for (int i = 0; i < LAUNCHES; i++) launches.add(launch(traffic));
        double ratio = median(launches, l -> l.now.cpuMicros() / l.old.cpuMicros());
        double chance = 1;
        for (var l : launches) chance = Math.max(chance, apart(l.old.cpuMicros() / l.oldAgain.cpuMicros()));
        boolean good = ratio <= Math.max(TOLERANCE, chance);
        System.out.printf(LINE, traffic.id(), traffic.work(), figures(launches, Launch::now), figures(launches, Launch::old),
            String.format("%.3f", ratio), String.format("%.3f to %.3f", 1 / chance, chance), good ? "not slower" : "SLOWER");
        return good;
    }

    /// How far a ratio is from 1, whichever way.
    private static double apart(double ratio) {
        return Math.max(ratio, 1 / ratio);
    }

    private Launch launch(Traffic traffic) throws IOException, InterruptedException {
        try (var now = gateway(jar); var old = gateway(oldJar); var oldAgain = gateway(oldJar)) {
            var servers = List.of(now, old, oldAgain);
            for (var server : servers) warm(traffic, server);
            var samples = List.of(new ArrayList<Sample>(), new ArrayList<Sample>(), new ArrayList<Sample>());
            for (int turn = 0; turn < ROUNDS * servers.size(); turn++) {
                int which = (turn + turn / servers.size()) % servers.size();
                samples.get(which).add(round(traffic, servers.get(which)));
            }
            return new Launch(median(samples.get(0)), median(samples.get(1)), median(samples.get(2)));
        }
    }

    private Gateways.Running gateway(String jar) throws IOException, InterruptedException {
        return gateways.gateway(jar, provision.settings("memory"), Gateways.FLAGS.split(" "));
    }

    private static void warm(Traffic traffic, Gateways.Running server) throws InterruptedException {
        for (int i = 0; i < MOST_WARM_ROUNDS && !(server.cpuMicros() > WARM_CPU_MICROS); i++) round(traffic, server);
    }

    private static Sample round(Traffic traffic, Gateways.Running server) throws InterruptedException {
        return Sample.rate(server, traffic.ask().apply(server.port()), traffic.connections(), SECONDS);
    }

    private static Sample median(List<Sample> samples) {
        return new Sample(median(samples, Sample::figure), median(samples, Sample::cpuMicros));
    }

    private static <T> double median(List<T> all, ToDoubleFunction<T> figure) {
        double[] sorted = all.stream().mapToDouble(figure).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String figures(List<Launch> launches, Function<Launch, Sample> which) {
        var all = median(launches.stream().map(which).toList());
        return String.format("%.1f µs %.0f /s", all.cpuMicros(), all.figure());
    }
}
