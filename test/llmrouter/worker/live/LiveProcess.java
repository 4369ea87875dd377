package llmrouter.worker.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import llmrouter.Await;
import llmrouter.deploy.WorkerdRuntime;
import llmrouter.json.Json;

/// A process of workerd.
final class LiveProcess implements AutoCloseable {
    private static final String LISTENS = "{\"event\":\"listen\"";

    private final Process process;
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final CountDownLatch listening;

    /// @param sockets that it is to listen on
    LiveProcess(Path config, int sockets) throws Exception {
        listening = new CountDownLatch(sockets);
        var command = List.of(WorkerdRuntime.binary().toString(), "serve", config.toString(), "--control-fd=1");
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread.ofVirtual().start(this::read);
        if (listening.await(20, TimeUnit.SECONDS) && ports.size() == sockets) return;
        close();
        throw new IllegalStateException("workerd does not run: " + log);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(LISTENS)) listens((Json.Obj) Json.parse(line));
                else log.add(line);
            }
        } catch (IOException e) {
            log.add(e.toString());
        }
        while (listening.getCount() > 0) listening.countDown();
    }

    private void listens(Json.Obj event) {
        ports.put(event.text("socket"), (int) event.number("port", 0));
        listening.countDown();
    }

    int port(String name) {
        return ports.get(name);
    }

    /// What it has written.
    List<String> log() {
        return log;
    }

    /// Waits for the log's line of a request.
    ///
    /// @param since how many lines to pass over
    Json.Obj record(int since, String... words) {
        var found = new Json.Obj[1];
        Await.until("a line with " + List.of(words) + " in " + log, () -> {
            List<String> written = List.copyOf(log); // the process writes on
            for (String line : written.subList(since, written.size())) {
                if (line.startsWith("{") && List.of(words).stream().allMatch(line::contains)) {
                    found[0] = (Json.Obj) Json.parse(line);
                }
            }
            return found[0] != null;
        });
        return found[0];
    }

    /// Ends it as a crash of the machine does.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) kill();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
