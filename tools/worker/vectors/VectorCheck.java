package vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Future;

import llmrouter.json.Json;
import llmrouter.text.Text;

/// Answers all vectors on this JVM and in a JavaScript engine, and compares the answers. What hosted gateways are asked
/// in vectors is then asked again of the module that is deployed.
///
/// `VectorCheck FIXTURES FOLDER ENGINE PROGRAM`: FOLDER has `vectors.mjs`, the compiled [VectorModule], and
/// `gateway.mjs`, the module that is deployed. ENGINE is `node` or `workerd`, PROGRAM its path. Exit 1 if an answer
/// differs, or if the core crashed on a vector.
final class VectorCheck {
    /// A check of fewer would pass although it checks little.
    private static final int LEAST = 20_000;
    /// Of one kind.
    private static final int MOST_SHOWN = 2;
    private static final String ANSWER = """
        import * as module from "./vectors.mjs";
        export const answer = (line) => module.answer(JSON.parse(line));
        """;

    private VectorCheck() {}

    public static void main(String[] args) throws Exception {
        var vectors = vectors(Path.of(args[0]));
        var folder = Path.of(args[1]).toAbsolutePath();
        Files.writeString(folder.resolve("answer.mjs"), ANSWER);
        long began = System.nanoTime();
        var lines = vectors.all().stream().map(VectorList::line).toList();
        var engine = start(args[2], args[3], new EngineJob(folder, "answer.mjs", "vectors.mjs", lines));
        List<String> here = onJvm(vectors.all());
        var records = records(vectors.all());
        long jvm = System.nanoTime() - began;
        int wrong = compare(vectors.all(), here, engine.get());
        wrong += repeat(start(args[2], args[3], new EngineJob(folder, "replay.mjs", "gateway.mjs", records)).get());
        System.out.println(counts(vectors) + "; JVM " + jvm / 1_000_000 + " ms, " + args[2] + " "
            + (System.nanoTime() - began) / 1_000_000 + " ms");
        if (here.size() < LEAST) System.out.println("fewer than " + LEAST + ": where are the fixtures?");
        System.out.println(here.size() + " vectors and " + records.size() + " records of the deployed module, " + wrong
            + " differ between JVM and " + args[2]);
        System.exit(wrong == 0 && here.size() >= LEAST ? 0 : 1);
    }

    private static Future<List<String>> start(String engine, String program, EngineJob job) throws IOException {
        return engine.equals("workerd") ? WorkerdRun.start(program, job) : NodeRun.start(program, job);
    }

    /// What the hosted gateways of the vectors were asked, and what they gave.
    private static List<String> records(List<String[]> vectors) {
        var records = new ArrayList<String>();
        for (String[] vector : vectors) {
            if (!vector[0].equals("hosted")) continue;
            var record = new ModuleRecord(true);
            new HostedAnswers((Json.Obj) Json.parse(vector[1]), record).run();
            records.add(record.toString());
        }
        return records;
    }

    /// @return how many records could not be repeated
    private static int repeat(List<String> answers) {
        int wrong = 0;
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).equals("same")) continue;
            if (wrong++ < MOST_SHOWN) System.out.println("record " + i + ": " + quoted(answers.get(i), 0, 900));
        }
        return wrong;
    }

    private static VectorList vectors(Path folder) {
        var fixtures = new Fixtures(folder);
        var vectors = new VectorList();
        new TranslationVectors(fixtures, vectors).make();
        var exchanges = new ExchangeVectors(fixtures, vectors);
        exchanges.make();
        new HostedVectors(fixtures, vectors, exchanges).make();
        new AdmissionVectors(vectors).make();
        new RoutingVectors(fixtures, vectors).make();
        new DocumentVectors(fixtures, vectors).make();
        return vectors;
    }

    private static String counts(VectorList vectors) {
        var words = new ArrayList<String>();
        vectors.counts().forEach((kind, count) -> words.add(kind + " " + count));
        return String.join(", ", words);
    }

    private static List<String> onJvm(List<String[]> vectors) {
        var answers = new ArrayList<String>();
        for (String[] vector : vectors) answers.add(Answers.of(vector));
        return answers;
    }

    /// @return how many answers differ, or tell of a crash
    private static int compare(List<String[]> vectors, List<String> here, List<String> there) {
        var shown = new HashMap<String, Integer>();
        int wrong = 0;
        for (int i = 0; i < here.size(); i++) {
            String other = i < there.size() ? there.get(i) : "no answer";
            boolean crash = here.get(i).startsWith(Answers.CRASH);
            if (here.get(i).equals(other) && !crash) continue;
            wrong++;
            String[] vector = vectors.get(i);
            String family = vector[0] + " " + (vector.length > 1 && vector[1].matches("[a-z-]{1,20}") ? vector[1] : "");
            int before = shown.merge(family, 1, Integer::sum);
            if (before <= MOST_SHOWN) show(i, vector, here.get(i), other);
        }
        shown.forEach((family, count) -> System.out.println(count + " of " + family));
        return wrong;
    }

    /// Shows the vector, cut, and the answers around the place where they begin to differ.
    private static void show(int number, String[] vector, String here, String there) {
        int at = 0;
        while (at < here.length() && at < there.length() && here.charAt(at) == there.charAt(at)) at++;
        var inputs = new StringBuilder();
        for (String input : vector) inputs.append(' ').append(quoted(input, 0, 400));
        System.out.println("vector " + number + ":" + inputs);
        System.out.println("  JVM    " + quoted(here, at - 100, at + 200));
        System.out.println("  Worker " + quoted(there, at - 100, at + 200));
    }

    private static String quoted(String text, int from, int to) {
        int begin = Math.max(0, from);
        String part = text.substring(begin, Math.max(begin, Math.min(text.length(), to)));
        return (begin > 0 ? "…" : "") + new Text().quote(part).take() + (to < text.length() ? "…" : "");
    }
}
