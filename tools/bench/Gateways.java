import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The processes that are measured: started, waited for, and stopped with the bench.
final class Gateways implements AutoCloseable {
    /// A server under measurement.
    ///
    /// @param startedMs from the start of the process to its first answer
    record Running(Process process, int port, double startedMs) implements AutoCloseable {
        /// Resident memory in MB, or -1 where the system does not say.
        long residentMb() throws IOException {
            long kb = status("VmRSS:");
            return kb < 0 ? -1 : kb / 1024;
        }

        /// CPU time that the process has used, in microseconds; NaN where the system does not say. Linux counts it in
        /// steps of 10 ms.
        double cpuMicros() {
            return process.toHandle().info().totalCpuDuration().map(d -> d.toNanos() / 1e3).orElse(Double.NaN);
        }

        /// CPU time that the JIT has used, in microseconds; NaN where the system does not say. Its threads live as long
        /// as the process.
        double compilerMicros() {
            var tasks = Path.of("/proc/" + process.pid() + "/task");
            if (!Files.exists(tasks)) return Double.NaN;
            try (var threads = Files.list(tasks)) {
                return threads.mapToLong(Running::compilerNanos).sum() / 1e3;
            } catch (IOException e) {
                return Double.NaN;
            }
        }

        private static long compilerNanos(Path thread) {
            try {
                if (!Files.readString(thread.resolve("comm")).matches("C[12] Comp.*\n")) return 0;
                return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
            } catch (IOException e) {
                return 0; // it has ended meanwhile
            }
        }

        /// Threads of the system, or -1 where it does not say.
        long threads() throws IOException {
            return status("Threads:");
        }

        /// Open file descriptors, or -1 where the system does not say.
        long descriptors() throws IOException {
            var folder = Path.of("/proc/" + process.pid() + "/fd");
            if (!Files.exists(folder)) return -1;
            try (var open = Files.list(folder)) {
                return open.count();
            }
        }

        private long status(String name) throws IOException {
            var status = Path.of("/proc/" + process.pid() + "/status");
            if (!Files.exists(status)) return -1;
            var values = Files.readAllLines(status).stream().filter(l -> l.startsWith(name));
            return values.mapToLong(l -> Long.parseLong(l.replaceAll("\\D", ""))).findFirst().orElse(-1);
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// What the launcher gives the JVM. All that is compared has the same.
    static final String FLAGS
        = "-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError -Xmx256m";
    private static final String PROVIDER = """
        {"id":"%s","baseUrl":"%s/%s/v1","apiKey":"k","formats":["openai"],"models":["m"],"rateLimits":[
        {"id":"cap","models":["all"],"requests":1000000000,"window":{"unit":"hour","size":1}}]}""";
    private static final String SPREAD = """
        {"id":"spread","strategy":"weighted-round-robin","targets":[
        {"ref":"one/m","weight":1},{"ref":"two/m","weight":2},{"ref":"three/m","weight":3}]}""";

    private final Path folder = Files.createTempDirectory("llm-router-bench");
    private final Path config = folder.resolve("config.json");
    private final String jar;

    Gateways(String jar, String config) throws IOException {
        this.jar = jar;
        configure(config);
    }

    /// What the rows ask of: a provider for each kind of answer, one behind TLS, and an alias of three with caps.
    static String rows(Provision provision) {
        var providers = new ArrayList<String>();
        var kinds = List.of("whole", "stream", "burst", "slow", "live", "flood");
        for (var kind : kinds) providers.add(PROVIDER.formatted(kind, provision.plain(), kind));
        for (var id : List.of("one", "two", "three")) providers.add(PROVIDER.formatted(id, provision.plain(), "whole"));
        providers.add(PROVIDER.formatted("secure", provision.secure(), "whole"));
        var all = String.join(",", providers);
        return "{\"version\":2,\"providers\":[" + all + "],\"modelAliases\":{\"spread\":" + SPREAD + "}}";
    }

    /// Replaces the configuration file in one step; gateways that run take it soon.
    void configure(String text) throws IOException {
        var next = Files.writeString(folder.resolve("next.json"), text);
        next.toFile().setReadable(false, false);
        next.toFile().setReadable(true, true);
        Files.move(next, config, StandardCopyOption.ATOMIC_MOVE);
    }

    /// @param flags for the JVM
    Running gateway(String state, String... flags) throws IOException, InterruptedException {
        return gateway(jar, Map.of("LLM_ROUTER_STATE_BACKEND", state), flags);
    }

    /// @param settings variables of the gateway's environment
    Running gateway(Map<String, String> settings, String... flags) throws IOException, InterruptedException {
        return gateway(jar, settings, flags);
    }

    /// A gateway from any jar.
    Running gateway(String jar, Map<String, String> settings, String... flags)
            throws IOException, InterruptedException {
        int port = freePort();
        var command = new ArrayList<String>(List.of(java()));
        command.addAll(List.of(flags));
        command.addAll(List.of("-Duser.home=" + folder, "-jar", jar, "start", "--config=" + config, "--port=" + port));
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(settings);
        builder.environment().put("HOME", folder.toString());
        return start(builder, port);
    }

    /// The home folder of the gateways.
    Path home() {
        return folder;
    }

    /// What the gateway on this port has said.
    String log(int port) throws IOException {
        return Files.readString(folder.resolve("log-" + port));
    }

    /// @param origin a URL
    /// @param mode   words after it on the relay's command line, perhaps none
    Running relay(String origin, List<String> mode, String... flags) throws IOException, InterruptedException {
        int port = freePort();
        var command = new ArrayList<String>(List.of(java()));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "Relay", "" + port, origin));
        command.addAll(mode);
        return start(new ProcessBuilder(command), port);
    }

    private Running start(ProcessBuilder builder, int port) throws IOException, InterruptedException {
        var log = folder.resolve("log-" + port).toFile();
        long began = System.nanoTime();
        var process = builder.redirectErrorStream(true).redirectOutput(log).start();
        while (!healthy(port)) {
            if (!process.isAlive() || System.nanoTime() - began > 20e9) {
                var said = Files.readString(log.toPath());
                throw new IllegalStateException("did not start: " + builder.command() + "\n" + said);
            }
            Thread.sleep(2);
        }
        return new Running(process, port, (System.nanoTime() - began) / 1e6);
    }

    private static boolean healthy(int port) {
        try {
            var url = URI.create("http://127.0.0.1:" + port + "/health").toURL();
            return ((HttpURLConnection) url.openConnection()).getResponseCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
