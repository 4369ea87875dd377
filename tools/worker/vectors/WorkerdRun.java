package vectors;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import llmrouter.json.Json;

/// Lines that the real Workers runtime answers. It gets them over HTTP.
final class WorkerdRun {
    private static final int BATCH = 200;

    private static final String ENTRY = """
        import { answer } from "./%s";
        export default {
          async fetch(request) {
            const lines = (await request.text()).split("\\n");
            return new Response(lines.map((line) => JSON.stringify(answer(line))).join("\\n"));
          },
        };
        """;
    private static final String CONFIG = """
        using Workerd = import "/workerd/workerd.capnp";
        const config :Workerd.Config = (
          services = [(name = "main", worker = .vectors)],
          sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
        );
        const vectors :Workerd.Worker = (
          modules = [(name = "entry.mjs", esModule = embed "entry.mjs"), (name = "%1$s", esModule = embed "%1$s"),
            (name = "%2$s", esModule = embed "%2$s")],
          compatibilityDate = "2026-01-01"
        );
        """;

    private WorkerdRun() {}

    static Future<List<String>> start(String workerd, EngineJob job) throws IOException {
        Files.writeString(job.folder().resolve("entry.mjs"), ENTRY.formatted(job.script()));
        Path config = job.folder().resolve("workerd.capnp");
        Files.writeString(config, CONFIG.formatted(job.script(), job.module()));
        var process = new ProcessBuilder(workerd, "serve", "--control-fd=1", config.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        String said = process.inputReader().readLine();
        if (said == null) throw new IOException("workerd ended before it listened");
        long port = ((Json.Obj) Json.parse(said)).number("port", -1);
        return CompletableFuture.supplyAsync(() -> answers(URI.create("http://127.0.0.1:" + port + "/"), job.lines()))
            .whenComplete((_, _) -> process.destroy());
    }

    private static List<String> answers(URI address, List<String> all) {
        var answers = new ArrayList<String>();
        try (var client = HttpClient.newHttpClient()) {
            for (int from = 0; from < all.size(); from += BATCH) {
                List<String> lines = all.subList(from, Math.min(all.size(), from + BATCH));
                var request = HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(String.join("\n", lines)));
                var response = client.send(request.build(), BodyHandlers.ofString());
                if (response.statusCode() != 200) throw new IllegalStateException("workerd: " + response.body());
                answers.addAll(NodeRun.answers(response.body()));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("workerd did not answer", e);
        }
        return answers;
    }
}
