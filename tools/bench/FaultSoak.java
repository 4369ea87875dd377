import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Two gateways with a heap of 128 MB among faults: one with its state in a file, one with it in Redis, if a Redis
/// server is installed. The provider has every [ProviderFault], [HostileClients] attack, and files, signals,
/// configurations and Redis do what [#disturb] says. All the while [HonestClients] judge every answer.
///
///     ./build.sh soak faults [MINUTES [SEED [HEAP]]]     3 minutes and 128m by default
///
/// A seed gives the same faults in the same shares; their order is up to the threads. Exit code 1: an answer was not
/// true or did not come, a gateway ended, something was left open, or memory grew.
final class FaultSoak {
    private static final int CLIENTS = 6;
    private static final int ATTACKERS = 3;
    private static final int WARM_SECONDS = 10;
    private static final int SAMPLE_SECONDS = 15;
    private static final int ROW_SECONDS = 30;
    /// No honest client may wait longer than this for any of them to be served.
    private static final int UNSERVED_SECONDS = 15;
    /// Connections are kept for half a minute upstream, for two towards clients that stay.
    private static final int QUIET_SECONDS = 150;
    private static final int SETTLED_SECONDS = 20;
    /// The JDK's own threads come and go; its HTTP client leaves a few connections open whose answers it cannot read.
    private static final int SLACK = 10;
    /// Memory is judged from so many minutes on: a shorter run shows the heap filling for the first time.
    private static final int JUDGED_MINUTES = 10;
    private static final double GROWTH = 1.15;

    private record Idle(long threads, long descriptors) {}

    private final String heap;
    private final Random random;
    private final FaultyProvider provider;
    private final OwnRedis redis;
    private final List<SoakedGateway> gateways = new ArrayList<>();
    private final Map<String, List<long[]>> memory = new TreeMap<>();
    private final Map<String, Integer> disturbances = new TreeMap<>();
    private final Map<String, List<String>> gauges = new TreeMap<>();
    private final Map<String, Double> unserved = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private final long began = System.nanoTime();
    private int version;

    private FaultSoak(long seed, String heap) throws IOException {
        this.heap = heap;
        this.random = new Random(seed);
        this.provider = new FaultyProvider(new Random(random.nextLong()));
        this.redis = OwnRedis.find();
    }

    static void main(String[] args) throws Exception {
        int minutes = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime() & 0xffffff;
        var soak = new FaultSoak(seed, args.length > 2 ? args[2] : "128m");
        System.out.println("seed " + seed + (soak.redis == null ? "; no Redis server is installed" : ""));
        // also when it is interrupted, so that no process is left
        Runtime.getRuntime().addShutdownHook(new Thread(soak::end));
        soak.start();
        soak.run(minutes);
        soak.violations.forEach(violation -> System.out.println("VIOLATION " + violation));
        System.out.println(soak.violations.isEmpty() ? "good" : soak.violations.size() + " violations; seed " + seed);
        System.exit(soak.violations.isEmpty() ? 0 : 1);
    }

    private void end() {
        try {
            for (var gateway : gateways) gateway.close();
            if (redis != null) redis.close();
        } catch (IOException e) {
            System.out.println("not all files of the soak could be removed: " + e.getMessage());
        }
    }

    private void start() throws IOException, InterruptedException {
        gateways.add(new SoakedGateway("file", "file", heap, provider));
        if (redis != null) gateways.add(new SoakedGateway("redis", redis.url(), heap, provider));
    }

    private void run(int minutes) throws IOException, InterruptedException {
        for (var gateway : gateways) gateway.begin(CLIENTS, 0, random);
        Thread.sleep(WARM_SECONDS * 1000L);
        for (var gateway : gateways) {
            finish(gateway);
            gateway.heapKb(); // the JDK's tool leaves a thread in the process that it asks
        }
        var idle = new ArrayList<Idle>();
        for (var gateway : gateways) {
            idle.add(quiet(gateway, new Idle(0, 0)));
            gauges.put(gateway.name(), gateway.busy());
        }
        System.out.printf("idle after %.0f s%n", (System.nanoTime() - began) / 1e9);
        for (var gateway : gateways) gateway.begin(CLIENTS, ATTACKERS, random);
        load(60 * minutes);
        for (var gateway : gateways) finish(gateway);
        System.out.printf("clients have ended after %.0f s%n", (System.nanoTime() - began) / 1e9);
        for (int i = 0; i < gateways.size(); i++) judgeEnd(gateways.get(i), idle.get(i), minutes);
        System.out.printf("all is quiet after %.0f s%n", (System.nanoTime() - began) / 1e9);
        System.out.println("faults of the provider: " + new TreeMap<>(provider.faults()));
        System.out.println("disturbances: " + disturbances);
    }

    private void finish(SoakedGateway gateway) throws InterruptedException {
        int waiting = gateway.end();
        expect(waiting == 0, gateway, waiting + " clients wait for an answer without an end");
    }

    private void load(int seconds) throws IOException, InterruptedException {
        System.out.printf("%5s %-6s %9s %8s %8s %8s %7s %5s %9s%n", "sec", "state", "whole", "p50 ms", "p99 ms",
            "heap KB", "RSS MB", "fds", "threads");
        long loaded = System.nanoTime();
        int sampled = 0;
        int rowed = 0;
        while (true) {
            int second = (int) ((System.nanoTime() - loaded) / 1_000_000_000L);
            if (second >= seconds || gateways.stream().noneMatch(SoakedGateway::alive)) return;
            Thread.sleep(500);
            for (var gateway : gateways) {
                unserved.merge(gateway.name(), gateway.honest().sinceWhole(), Math::max);
            }
            if (random.nextInt(3) == 0) disturb(gateways.get(random.nextInt(gateways.size())));
            if (second / SAMPLE_SECONDS > sampled) {
                sampled = second / SAMPLE_SECONDS;
                for (var gateway : gateways) sample(gateway);
            }
            if (second / ROW_SECONDS > rowed) {
                rowed = second / ROW_SECONDS;
                for (var gateway : gateways) row(second, gateway);
            }
        }
    }

    private void disturb(SoakedGateway gateway) throws IOException, InterruptedException {
        if (!gateway.alive()) return;
        int kind = random.nextInt(redis == null ? 6 : 9);
        var names = List.of("configuration", "broken configuration", "SIGHUPs", "state files removed", "gateway paused",
            "page and metrics", "Redis paused", "Redis killed", "Redis emptied");
        disturbances.merge(names.get(kind), 1, Integer::sum);
        switch (kind) {
            case 0 -> gateway.reconfigure(++version);
            case 1 -> {
                gateway.misconfigure();
                Thread.sleep(random.nextInt(2000));
                gateway.reconfigure(++version);
            }
            case 2 -> {
                for (int i = 0; i < 20; i++) gateway.signal("HUP");
            }
            case 3 -> gateway.removeState();
            case 4 -> {
                gateway.signal("STOP");
                Thread.sleep(random.nextInt(2000));
                gateway.signal("CONT");
            }
            case 5 -> {
                for (String path : List.of("/status", "/metrics", "/health", "/ready")) operator(gateway, path);
            }
            case 6 -> redis.pause(random.nextInt(4000));
            case 7 -> redis.restart(random.nextInt(3000));
            default -> redis.empty();
        }
    }

    private void operator(SoakedGateway gateway, String path) throws InterruptedException {
        String page = gateway.ask(path);
        expect(!page.startsWith("no answer"), gateway, path + ": " + page);
    }

    private void sample(SoakedGateway gateway) throws IOException, InterruptedException {
        if (!gateway.alive()) return;
        memory.computeIfAbsent(gateway.name(), _ -> new ArrayList<>())
            .add(new long[] {gateway.heapKb(), gateway.residentMb()});
    }

    private void row(int second, SoakedGateway gateway) throws IOException {
        var verdicts = gateway.honest();
        var samples = memory.getOrDefault(gateway.name(), List.of());
        System.out.printf("%5d %-6s %9d %8.0f %8.0f %8d %7d %5d %9d%n", second, gateway.name(),
            verdicts.table().getOrDefault(Truth.WHOLE, 0L), verdicts.milliseconds(0.5), verdicts.milliseconds(0.99),
            samples.isEmpty() ? -1 : samples.getLast()[0], gateway.residentMb(), gateway.descriptors(),
            gateway.threads());
    }

    /// Waits until as few threads and descriptors are left as are wanted, for as long as connections are kept. If none
    /// are wanted, until their number stays the same.
    private static Idle quiet(SoakedGateway gateway, Idle wanted) throws IOException, InterruptedException {
        Idle now = new Idle(gateway.threads(), gateway.descriptors());
        int same = 0;
        for (int second = 0; second < QUIET_SECONDS && gateway.alive(); second++) {
            Thread.sleep(1000);
            Idle before = now;
            now = new Idle(gateway.threads(), gateway.descriptors());
            if (now.threads <= wanted.threads && now.descriptors <= wanted.descriptors) break;
            same = now.descriptors == before.descriptors ? same + 1 : 0;
            if (wanted.threads == 0 && same == SETTLED_SECONDS) break;
        }
        return now;
    }

    private void judgeEnd(SoakedGateway gateway, Idle idle, int minutes) throws IOException, InterruptedException {
        table(gateway, "honest clients", gateway.honest(), true);
        table(gateway, "hostile clients", gateway.hostile(), false);
        double longest = unserved.getOrDefault(gateway.name(), 0.0);
        System.out.printf("  latencies of whole answers: p50 %.0f, p99 %.0f, p99.9 %.0f, longest %.0f ms; longest time "
            + "without one: %.1f s%n", gateway.honest().milliseconds(0.5), gateway.honest().milliseconds(0.99),
            gateway.honest().milliseconds(0.999), gateway.honest().longestMs(), longest);
        expect(longest <= UNSERVED_SECONDS, gateway, "no honest client was served for %.1f s".formatted(longest));
        judgeLog(gateway);
        if (!gateway.alive()) {
            expect(false, gateway, "the process has ended with " + gateway.exitCode());
            return;
        }
        var after = quiet(gateway, new Idle(idle.threads + SLACK, idle.descriptors + SLACK));
        System.out.println("  threads " + idle.threads + " before, " + after.threads + " after; descriptors "
            + idle.descriptors + " before, " + after.descriptors + " after");
        expect(after.threads <= idle.threads + SLACK, gateway, "threads were left");
        expect(after.descriptors <= idle.descriptors + SLACK, gateway, "descriptors were left");
        var busy = busy(gateway);
        for (int second = 0; second < QUIET_SECONDS && !busy.isEmpty(); second++) {
            Thread.sleep(1000); // a Redis server that lost a request's end counts it until its time is over
            busy = busy(gateway);
        }
        expect(busy.isEmpty(), gateway, "gauges that are not back where they were: " + busy);
        judgeMemory(gateway, minutes);
    }

    /// Gauges that are not what they were before; the request for the metrics itself counts in both.
    private List<String> busy(SoakedGateway gateway) throws InterruptedException {
        var busy = new ArrayList<>(gateway.busy());
        busy.removeAll(gauges.get(gateway.name()));
        return busy;
    }

    private void table(SoakedGateway gateway, String who, Verdicts verdicts, boolean judged) {
        System.out.println(gateway.name() + ": " + who);
        verdicts.table().forEach((kind, count) -> {
            System.out.printf("  %9d  %s%n", count, kind);
            boolean fine = judged ? Truth.allowed(kind) : !kind.contains("INTERNAL ERROR");
            expect(fine, gateway, count + " x " + verdicts.example(kind));
        });
    }

    private void judgeLog(SoakedGateway gateway) throws IOException {
        var bad = gateway.badLines();
        var first = bad.subList(0, Math.min(8, bad.size()));
        expect(bad.isEmpty(), gateway, bad.size() + " bad lines in the log, first " + first);
    }

    /// Compares the middle samples of the first and the last third.
    private void judgeMemory(SoakedGateway gateway, int minutes) {
        var samples = memory.getOrDefault(gateway.name(), List.of());
        int third = samples.size() / 3;
        if (third == 0) return;
        String[] what = {"KB of heap after a collection", "MB of resident memory"};
        for (int i = 0; i < what.length; i++) {
            long first = median(samples.subList(0, third), i);
            long last = median(samples.subList(samples.size() - third, samples.size()), i);
            System.out.println("  " + what[i] + ": " + first + " in the first third, " + last + " in the last");
            boolean judged = minutes >= JUDGED_MINUTES;
            expect(!judged || last <= first * GROWTH, gateway, what[i] + " grew from " + first + " to " + last);
        }
    }

    private static long median(List<long[]> samples, int index) {
        var values = samples.stream().mapToLong(sample -> sample[index]).toArray();
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private void expect(boolean right, SoakedGateway gateway, String violation) {
        if (!right) violations.add(gateway.name() + ": " + violation);
    }
}
