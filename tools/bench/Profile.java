import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/// Where the gateway's CPU time goes while it serves one traffic: by layer, by method, and how much a request
/// allocates.
///
///     ./build.sh profile ROW…
///
/// The flight recorder takes a sample of each running Java thread every two milliseconds of its CPU time (JEP 509, on
/// Linux). A sample counts for the first frame, from the leaf on, that belongs to a layer: what the JDK's collections
/// and strings do counts for their caller.
final class Profile {
    private static final double WARM_SECONDS = 30;
    private static final double SECONDS = 8;
    private static final int METHODS = 25;
    private static final String SETTINGS = """
        <?xml version="1.0" encoding="UTF-8"?><configuration version="2.0">
        <event name="jdk.CPUTimeSample"><setting name="enabled">true</setting><setting name="throttle">2ms</setting>
        <setting name="stackTrace">true</setting></event>
        <event name="jdk.GCHeapSummary"><setting name="enabled">true</setting></event>
        <event name="jdk.GCPhasePause"><setting name="enabled">true</setting></event></configuration>
        """;

    private final Map<String, Integer> layers = new HashMap<>();
    private final Map<String, Integer> self = new HashMap<>();
    private final Map<String, Integer> nearest = new HashMap<>();
    private final Map<String, Integer> own = new HashMap<>();
    private int samples;
    private long pauseNanos;

    private Profile() {}

    public static void main(String[] args) throws Exception {
        var names = List.of(args).subList(1, args.length);
        try (var provision = Provision.start(); var gateways = new Gateways(args[0], Gateways.rows(provision))) {
            for (var traffic : Traffic.all()) {
                if (!names.isEmpty() && names.stream().noneMatch(traffic.id()::startsWith)) continue;
                try (var gateway = gateways.gateway(provision.settings("memory"), Gateways.FLAGS.split(" "))) {
                    new Profile().measure(traffic, gateway, gateways.home());
                }
            }
        }
    }

    private void measure(Traffic traffic, Gateways.Running gateway, Path folder) throws Exception {
        var ask = traffic.ask().apply(gateway.port());
        Load.run(ask, traffic.connections(), WARM_SECONDS);
        var plain = Sample.rate(gateway, ask, traffic.connections(), SECONDS);
        var settings = Files.writeString(folder.resolve("profile.jfc"), SETTINGS);
        var recording = folder.resolve("profile.jfr");
        jcmd(gateway, "JFR.start", "name=p", "settings=" + settings);
        var result = Load.run(ask, traffic.connections(), SECONDS);
        jcmd(gateway, "JFR.stop", "name=p", "filename=" + recording);
        double allocated = read(recording);
        int requests = result.latencies().length;
        System.out.printf("%n%s %s: %.1f µs CPU a request, %.1f KB allocated, collector %.1f µs%n", traffic.id(),
            traffic.work(), plain.cpuMicros(), allocated / requests / 1000, pauseNanos / 1e3 / requests);
        print("layer", layers, layers.size());
        print("self", self, METHODS);
        print("ours, with what it calls of the JDK's collections and strings", nearest, METHODS);
        print("ours, with all that it calls", own, METHODS);
    }

    private static void jcmd(Gateways.Running gateway, String... command) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(Path.of(Gateways.java()).resolveSibling("jcmd").toString(),
            Long.toString(gateway.process().pid())));
        words.addAll(List.of(command));
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) throw new IllegalStateException(said);
    }

    /// @return the bytes that were allocated
    private double read(Path recording) throws IOException {
        double allocated = 0;
        long after = -1;
        for (RecordedEvent event : RecordingFile.readAllEvents(recording).stream()
                .sorted(Comparator.comparing(RecordedEvent::getStartTime)).toList()) {
            switch (event.getEventType().getName()) {
                case "jdk.CPUTimeSample" -> sample(event);
                case "jdk.GCPhasePause" -> pauseNanos += event.getDuration().toNanos();
                case "jdk.GCHeapSummary" -> {
                    long used = event.getLong("heapUsed");
                    if (event.getString("when").startsWith("Before") && after >= 0) allocated += used - after;
                    if (event.getString("when").startsWith("After")) after = used;
                }
                default -> {}
            }
        }
        return allocated;
    }

    private void sample(RecordedEvent event) {
        if (event.getStackTrace() == null) return;
        samples++;
        var frames = event.getStackTrace().getFrames();
        self.merge(name(frames.getFirst()), 1, Integer::sum);
        String layer = frames.stream().map(Profile::layer).filter(l -> l != null).findFirst().orElse("other");
        layers.merge(layer, 1, Integer::sum);
        if (layer.startsWith("ours")) nearest.merge(ours(frames), 1, Integer::sum);
        frames.stream().map(Profile::name).filter(n -> n.startsWith("llmrouter.")).distinct()
            .forEach(n -> own.merge(n, 1, Integer::sum));
    }

    private static String ours(List<RecordedFrame> frames) {
        return frames.stream().map(Profile::name).filter(n -> n.startsWith("llmrouter.")).findFirst().orElseThrow();
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static String layer(RecordedFrame frame) {
        var type = frame.getMethod().getType().getName();
        if (type.startsWith("llmrouter.")) return "ours: " + type.substring(10, Math.max(10, type.lastIndexOf('.')));
        if (type.startsWith("jdk.internal.net.http") || type.startsWith("java.net.http")) return "JDK client";
        if (type.startsWith("sun.net.httpserver") || type.startsWith("jdk.httpserver")) return "JDK server";
        boolean threads = type.startsWith("java.lang.VirtualThread")
            || type.startsWith("java.util.concurrent.ForkJoin");
        return threads ? "virtual threads" : null;
    }

    private void print(String title, Map<String, Integer> counts, int most) {
        System.out.println(" " + title);
        counts.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed()).limit(most)
            .forEach(e -> System.out.printf("  %5.1f %%  %s%n", 100.0 * e.getValue() / samples, e.getKey()));
    }
}
