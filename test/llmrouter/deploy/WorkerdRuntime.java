package llmrouter.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import llmrouter.deploy.LiveWorker.Bound;

/// Runs what is live in workerd, the runtime of Cloudflare Workers (npm package `workerd`; the binary is in that of the
/// platform, for example `@cloudflare/workerd-linux-64/bin/workerd`). A Durable Object keeps its storage on the disk,
/// so it outlives each version.
public final class WorkerdRuntime implements WorkerRuntime {
    private final Path binary;
    private final Path folder;
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, Process> processes = new HashMap<>();

    /// @param folder an empty one
    public WorkerdRuntime(Path binary, Path folder) {
        this.binary = binary;
        this.folder = folder;
    }

    /// The binary that the property or the variable `WORKERD` names, else the one that `./build.sh workerd` has
    /// fetched; null if there is none.
    public static Path binary() {
        String path = System.getProperty("WORKERD", System.getenv("WORKERD"));
        if (path != null) return Files.isExecutable(Path.of(path)) ? Path.of(path) : null;
        Path packages = Path.of("build/workerd/node_modules/@cloudflare");
        if (!Files.isDirectory(packages)) return null;
        try (var found = Files.list(packages)) {
            return found.map(each -> each.resolve("bin/workerd").toAbsolutePath()).filter(Files::isExecutable)
                .findFirst().orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The Worker's real modules, as `./build.sh dist` has made them; null if it has not.
    static WorkerModules realModules() {
        Path shim = Path.of("src/llmrouter/worker/worker.mjs");
        Path gateway = Path.of("build/worker-module/gateway.mjs");
        if (!Files.exists(shim) || !Files.exists(gateway)) return null;
        try {
            return new WorkerModules(Files.readAllBytes(shim), Files.readAllBytes(gateway));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void live(String name, LiveWorker worker) {
        end(processes.remove(name));
        if (worker == null) return;
        try {
            Path own = Files.createDirectories(folder.resolve(name));
            Files.writeString(own.resolve("config.capnp"), config(name, worker, own));
            var command = List.of(binary.toString(), "serve", own.resolve("config.capnp").toString());
            Path log = own.resolve("log");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            Process process = builder.start();
            processes.put(name, process);
            awaitPort(port(name), process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String config(String name, LiveWorker worker, Path own) throws IOException {
        var modules = new ArrayList<String>();
        for (Map.Entry<String, byte[]> module : worker.modules().entrySet()) {
            Files.write(own.resolve(module.getKey()), module.getValue());
            modules.add("(name = \"" + module.getKey() + "\", esModule = embed \"" + module.getKey() + "\")");
        }
        var bindings = new ArrayList<String>();
        String objects = "";
        int number = 0;
        for (Map.Entry<String, Bound> binding : worker.bindings().entrySet()) {
            Bound bound = binding.getValue();
            String start = "(name = \"" + binding.getKey() + "\", ";
            if (bound.type().equals("durable_object_namespace")) {
                bindings.add(start + "durableObjectNamespace = \"" + bound.value() + "\")");
                objects = ", durableObjectNamespaces = [ (className = \"" + bound.value() + "\", uniqueKey = \"" + name
                    + "\", enableSql = true) ], durableObjectStorage = (localDisk = \"objects\")";
            } else {
                String file = "binding" + number++;
                Files.write(own.resolve(file), bound.value().getBytes(StandardCharsets.UTF_8));
                bindings.add(start + "text = embed \"" + file + "\")");
            }
        }
        Path objectFolder = Files.createDirectories(own.resolve("objects"));
        String flags = String.join(", ", worker.compatibilityFlags().stream().map(flag -> "\"" + flag + "\"").toList());
        return """
            using Workerd = import "/workerd/workerd.capnp";
            const config :Workerd.Config = (
              services = [ (name = "main", worker = .w),
                (name = "objects", disk = (path = "%s", writable = true)),
                (name = "internet", network = (allow = ["private", "public"])) ],
              sockets = [ (name = "http", address = "127.0.0.1:%d", http = (), service = "main") ] );
            const w :Workerd.Worker = ( modules = [ %s ], compatibilityDate = "%s", compatibilityFlags = [ %s ],
              bindings = [ %s ]%s );
            """.formatted(objectFolder, port(name), String.join(", ", modules), worker.compatibilityDate(), flags,
                String.join(",\n    ", bindings), objects);
    }

    private int port(String name) {
        return ports.computeIfAbsent(name, _ -> {
            try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void awaitPort(int port, Process process, Path log) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return;
            } catch (IOException _) {
                boolean over = !process.isAlive() || System.nanoTime() > deadline;
                if (over) throw new IllegalStateException("workerd does not run: " + Files.readString(log));
                Thread.onSpinWait();
            }
        }
    }

    private static void end(Process process) {
        if (process == null) return;
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String url(String name) {
        return "http://127.0.0.1:" + port(name);
    }

    @Override
    public synchronized void close() {
        for (Process process : processes.values()) end(process);
    }
}
