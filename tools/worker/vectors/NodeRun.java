package vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

import llmrouter.json.Json;

/// Lines that Node answers.
final class NodeRun {
    private static final String RUN = """
        import { readFileSync, writeFileSync } from "node:fs";
        import { answer } from "./%s";
        const lines = readFileSync(new URL("./lines.txt", import.meta.url), "utf8").split("\\n");
        const answers = lines.map((line) => JSON.stringify(answer(line)));
        writeFileSync(new URL("./node.txt", import.meta.url), answers.join("\\n"));
        """;

    private NodeRun() {}

    /// Starts Node; its answers come later.
    static Future<List<String>> start(String node, EngineJob job) throws IOException {
        Path folder = job.folder();
        Files.writeString(folder.resolve("lines.txt"), String.join("\n", job.lines()));
        Files.writeString(folder.resolve("node-run.mjs"), RUN.formatted(job.script()));
        var process = new ProcessBuilder(node, folder.resolve("node-run.mjs").toString()).inheritIO().start();
        return process.onExit().thenApply(ended -> {
            if (ended.exitValue() != 0) throw new IllegalStateException(node + " ended with " + ended.exitValue());
            return answers(Fixtures.text(folder.resolve("node.txt")));
        });
    }

    /// @param text a JSON string on each line
    static List<String> answers(String text) {
        var answers = new ArrayList<String>();
        for (String line : text.split("\n")) answers.add(((Json.Str) Json.parse(line)).value());
        return answers;
    }
}
