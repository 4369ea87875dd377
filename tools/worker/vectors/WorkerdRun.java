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

/// The vectors in the real Workers runtime, which gets them over HTTP.
final class WorkerdRun {
    private static final int BATCH = 200;

    private static final String ENTRY = """
        import { answer } from "./module.mjs";
        export default {
          async fetch(request) {
            const lines = (await request.text()).split("\\n");
            return new Response(lines.map((line) => JSON.stringify(answer(JSON.parse(line)))).join("\\n"));
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
          modules = [(name = "entry.mjs", esModule = embed "entry.mjs"), (name = "module.mjs", esModule = embed "%s")],
          compatibilityDate = "2026-01-01"
        );
        """;

    private WorkerdRun() {}

    static Future<List<String>> start(String workerd, Path module, List<String[]> vectors) throws IOException {
        Files.writeString(module.resolveSibling("entry.mjs"), ENTRY);
        Path config = module.resolveSibling("vectors.capnp");
        Files.writeString(config, CONFIG.formatted(module.getFileName()));
        var process = new ProcessBuilder(workerd, "serve", "--control-fd=1", config.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        String said = process.inputReader().readLine();
        if (said == null) throw new IOException("workerd ended before it listened");
        long port = ((Json.Obj) Json.parse(said)).number("port", -1);
        return CompletableFuture.supplyAsync(() -> answers(URI.create("http://127.0.0.1:" + port + "/"), vectors))
            .whenComplete((_, _) -> process.destroy());
    }

    private static List<String> answers(URI address, List<String[]> vectors) {
        var answers = new ArrayList<String>();
        try (var client = HttpClient.newHttpClient()) {
            for (int from = 0; from < vectors.size(); from += BATCH) {
                var lines = new ArrayList<String>();
                for (String[] vector : vectors.subList(from, Math.min(vectors.size(), from + BATCH))) {
                    lines.add(VectorList.line(vector));
                }
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
