package llmrouter.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A configuration file and the commands that look at it and change it.
record EditedConfig(Path home) {
    Path file() {
        return home.resolve(".llm-router.json");
    }

    String text() {
        try {
            return Files.exists(file()) ? Files.readString(file()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EditedConfig write(String text) throws IOException {
        Files.writeString(file(), text);
        return this;
    }

    Obj tree() {
        return (Obj) Json.parse(text());
    }

    Obj provider(int i) {
        return (Obj) tree().items("providers").get(i);
    }

    CliRun run(String operation, String... flags) {
        var words = new ArrayList<String>(List.of("config", "--operation=" + operation));
        words.addAll(List.of(flags));
        return CliRun.at(home, Map.of(), words.toArray(String[]::new));
    }

    /// What a command prints that must succeed.
    String done(String operation, String... flags) {
        CliRun run = run(operation, flags);
        assertEquals(0, run.exitCode(), run.err());
        return run.out();
    }

    Obj json(String operation, String... flags) {
        var all = new ArrayList<>(List.of(flags));
        all.add("--json");
        return (Obj) Json.parse(done(operation, all.toArray(String[]::new)));
    }

    /// A command that must be refused, with exit code 2 and without a trace in the file.
    String refused(String expected, String operation, String... flags) {
        return refused(2, expected, operation, flags);
    }

    String refused(int exitCode, String expected, String operation, String... flags) {
        String before = text();
        CliRun run = run(operation, flags);
        assertEquals(exitCode, run.exitCode(), run.out() + run.err());
        assertTrue(run.err().contains(expected), run.err());
        assertEquals("", run.out());
        assertEquals(before, text());
        return run.err();
    }

    /// Two providers, `p` with the models m and n, `q` with z.
    EditedConfig twoProviders() {
        done("upsert-provider", "--provider-id=p", "--base-url=https://openai.example/v1", "--models=m,n", "--api-key-env=P_KEY");
        done("upsert-provider", "--provider-id=q", "--claude-base-url=https://q.example", "--models=z");
        return this;
    }
}
