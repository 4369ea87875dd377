package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What `config` says of keys that are not the key alone, in the file and in other places.
class KeyWarningsTest {
    @TempDir
    private Path home;
    private EditedConfig config;

    @BeforeEach
    void begin() throws IOException {
        config = new EditedConfig(home);
        Files.writeString(home.resolve("key"), "export OPENAI_API_KEY='sk-hush'\n");
    }

    private static String file(String key) {
        return "{\"version\":2,\"providers\":[{\"id\":\"p\",\"baseUrl\":\"https://a.example\",\"formats\":[\"openai\"],"
            + "\"models\":[\"m\"]," + key + "}]}";
    }

    @Test
    void validateTellsOfAKeyFileThatHoldsMoreThanTheKey() throws IOException {
        config.write(file("\"apiKeyFile\":\"~/key\""));
        CliRun run = config.run("validate");
        assertEquals(0, run.exitCode(), run::toString);
        String warning = "provider \"p\": the key file ~/key begins with the name of a variable, not with the key; "
            + "keep the key alone there";
        assertTrue(run.out().contains("warning: " + warning + "\n"), run::out);
        Obj json = (Obj) Json.parse(config.run("validate", "--json").out());
        assertEquals(1, json.items("wrappedKeys").size());
        assertEquals(0, json.items("missingKeys").size());
        assertFalse(run.toString().contains("hush"));
    }

    @Test
    void aChangeTellsOfTheKeyThatItSetsAndOfNoOther() throws IOException {
        config.write(file("\"apiKey\":\"'hush'\""));
        CliRun added = config.run("add-provider", "q", "--base-url=https://b.example", "--formats=openai", "--models=m",
            "--api-key-file=~/key");
        String begin = "provider \"q\": the key file " + home.resolve("key") + " begins with";
        assertTrue(added.err().contains(begin), added.err());
        CliRun other = config.run("set-default-model", "q/m");
        assertFalse(other.err().contains("the key file"), other.err());
        assertFalse(added.toString().contains("hush") || other.toString().contains("hush"));
    }

    @Test
    void aHostThatCannotBeCalledIsRefusedWithTheFix() throws IOException {
        config.write(file("\"apiKey\":\"k\"").replace("a.example", "my_host:8000"));
        CliRun run = config.run("validate");
        assertEquals(2, run.exitCode());
        assertTrue(run.out().contains("providers[0].baseUrl: has \"my_host\" as host, which has an underscore, and "
            + "Java's HTTP client calls no such host; use the host's IP address, or give it another name, e.g. a "
            + "network alias of the container"), run.out());
        config.write(file("\"apiKey\":\"k\""));
        config.refused("has an underscore", "add-provider", "q", "--base-url=http://my_host:8000", "--formats=openai",
            "--models=m");
    }
}
