package llmrouter.cli.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.cli.CliRun;
import llmrouter.cli.CommandTable;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A configuration file and the commands that look at it and change it.
public record EditedConfig(Path home) {
    public Path file() {
        return home.resolve(".llm-router.json");
    }

    public String text() {
        try {
            return Files.exists(file()) ? Files.readString(file()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public EditedConfig write(String text) throws IOException {
        Files.writeString(file(), text);
        return this;
    }

    public Obj tree() {
        return (Obj) Json.parse(text());
    }

    public Obj provider(int i) {
        return (Obj) tree().items("providers").get(i);
    }

    public CliRun run(String operation, String... flags) {
        return typing("", operation, flags);
    }

    /// A command that finds something on its standard input.
    public CliRun typing(String standardInput, String operation, String... flags) {
        var words = new ArrayList<String>(List.of("config", "--operation=" + operation));
        words.addAll(List.of(flags));
        return new CliRun.LiveCli(home, Map.of(), standardInput)
            .run(CommandTable.standard(), words.toArray(String[]::new));
    }

    /// What a command prints that must succeed.
    public String done(String operation, String... flags) {
        CliRun run = run(operation, flags);
        assertEquals(0, run.exitCode(), run.err());
        return run.out();
    }

    public Obj json(String operation, String... flags) {
        var all = new ArrayList<>(List.of(flags));
        all.add("--json");
        return (Obj) Json.parse(done(operation, all.toArray(String[]::new)));
    }

    /// A command that must be refused, with exit code 2 and without a trace in the file.
    public String refused(String expected, String operation, String... flags) {
        return refused(2, expected, operation, flags);
    }

    public String refused(int exitCode, String expected, String operation, String... flags) {
        String before = text();
        CliRun run = run(operation, flags);
        assertEquals(exitCode, run.exitCode(), run.out() + run.err());
        assertTrue(run.err().contains(expected), run.err());
        assertEquals("", run.out());
        assertEquals(before, text());
        return run.err();
    }

    /// Two providers, `p` with the models m and n, `q` with z.
    public EditedConfig twoProviders() {
        done("upsert-provider", "--provider-id=p", "--base-url=https://openai.example/v1", "--models=m,n",
            "--api-key-env=P_KEY");
        done("upsert-provider", "--provider-id=q", "--claude-base-url=https://q.example", "--models=z");
        return this;
    }
}
