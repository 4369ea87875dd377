import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import llmrouter.text.Text;

/// Runs every fixture through the core twice, on this JVM and as the compiled JavaScript, and compares what comes out.
///
/// `WorkerSame FIXTURES MODULE NODE`: fixtures lie at `FIXTURES/WHAT/FROM-TO/CASE.in.*`.
final class WorkerSame {
    private WorkerSame() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var work = work(Path.of(args[0]));
        var here = onJvm(work);
        var there = asJavaScript(work, Path.of(args[1]).toAbsolutePath(), args[2]);
        int different = 0;
        for (int i = 0; i < here.size(); i++) {
            var other = i < there.size() ? there.get(i) : "nothing";
            if (here.get(i).equals(other)) continue;
            different++;
            var fixture = String.join(" ", work.subList(4 * i, 4 * i + 3));
            System.out.println(fixture + "\n  JVM    " + here.get(i) + "\n  Worker " + other);
        }
        System.out.println(here.size() + " fixtures, " + different + " differ between JVM and Worker");
        System.exit(different == 0 && !here.isEmpty() ? 0 : 1);
    }

    /// The arguments of [WorkerEntry]: four for each fixture.
    private static List<String> work(Path fixtures) throws IOException {
        var work = new ArrayList<String>();
        try (var files = Files.walk(fixtures)) {
            for (var file : files.filter(f -> f.getFileName().toString().contains(".in.")).sorted().toList()) {
                var formats = file.getParent().getFileName().toString().split("-");
                var what = file.getParent().getParent().getFileName().toString();
                work.addAll(List.of(formats[0], formats[1], what, Files.readString(file)));
            }
        }
        return work;
    }

    private static List<String> onJvm(List<String> work) {
        var bytes = new ByteArrayOutputStream();
        var console = System.out;
        try (var out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            System.setOut(out);
            WorkerEntry.main(work.toArray(String[]::new));
        } finally {
            System.setOut(console);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static List<String> asJavaScript(List<String> work, Path module, String node)
            throws IOException, InterruptedException {
        var script = new Text().add("import { main } from ").quote(module.toUri().toString()).add(";\nmain([");
        for (var argument : work) script.quote(argument).add(",\n");
        var file = module.resolveSibling("same.mjs");
        Files.writeString(file, script.add("]);\n").take());
        var out = new File(module.resolveSibling("same.out").toString());
        var process = new ProcessBuilder(node, file.toString()).redirectOutput(out);
        int code = process.redirectError(ProcessBuilder.Redirect.INHERIT).start().waitFor();
        if (code != 0) System.out.println(node + " ended with " + code);
        return Files.readAllLines(out.toPath());
    }
}
