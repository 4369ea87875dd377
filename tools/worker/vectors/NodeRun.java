package vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

import llmrouter.json.Json;

/// The vectors under Node.
final class NodeRun {
    private static final String SCRIPT = """
        import { readFileSync, writeFileSync } from "node:fs";
        import { answer } from "./%s";
        const lines = readFileSync(new URL("./vectors.txt", import.meta.url), "utf8").split("\\n");
        const answers = lines.map((line) => JSON.stringify(answer(JSON.parse(line))));
        writeFileSync(new URL("./node.txt", import.meta.url), answers.join("\\n"));
        """;

    private NodeRun() {}

    /// Starts Node; its answers come later.
    static Future<List<String>> start(String node, Path module, List<String[]> vectors) throws IOException {
        var lines = new ArrayList<String>();
        for (String[] vector : vectors) lines.add(VectorList.line(vector));
        Files.writeString(module.resolveSibling("vectors.txt"), String.join("\n", lines));
        Path script = module.resolveSibling("node-run.mjs");
        Files.writeString(script, SCRIPT.formatted(module.getFileName()));
        var process = new ProcessBuilder(node, script.toString()).inheritIO().start();
        return process.onExit().thenApply(ended -> {
            if (ended.exitValue() != 0) throw new IllegalStateException(node + " ended with " + ended.exitValue());
            return answers(Fixtures.text(module.resolveSibling("node.txt")));
        });
    }

    /// @param text a JSON string on each line
    static List<String> answers(String text) {
        var answers = new ArrayList<String>();
        for (String line : text.split("\n")) answers.add(((Json.Str) Json.parse(line)).value());
        return answers;
    }
}
