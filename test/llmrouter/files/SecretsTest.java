package llmrouter.files;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.read.ConfigReader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class SecretsTest {
    @TempDir
    Path home;

    private Secrets secrets(Map<String, String> env) {
        return new Secrets(env::get, home);
    }

    private static Config config(String masterKey, String apiKey) {
        String text = "{" + masterKey + ",\"providers\":[{\"id\":\"p\",\"baseUrl\":\"https://a.example\","
            + "\"format\":\"openai\",\"models\":[\"m\"]," + apiKey + "}]}";
        return ConfigReader.read(text, "c") instanceof ValidConfig valid ? valid.config() : fail(text);
    }

    @Test
    void keysAreFetchedFromVariablesAndFiles() throws IOException {
        Files.writeString(home.resolve("key"), "  from-file\n");
        var resolved = secrets(Map.of("K", " from-env "))
            .resolve(config("\"masterKeyFile\":\"~/key\"", "\"apiKeyEnv\":\"K\""));
        assertEquals(List.of(), resolved.problems());
        assertEquals(new InlineSecret("from-file"), resolved.config().masterKey());
        assertEquals(new InlineSecret("from-env"), resolved.config().provider("p").apiKey());
    }

    @Test
    void aKeyThatCannotBeHadIsNamedAndStaysUnresolved() {
        var resolved = secrets(Map.of("K", "  "))
            .resolve(config("\"masterKeyFile\":\"~/none\"", "\"apiKeyEnv\":\"K\""));
        assertEquals(List.of("masterKey: cannot read the key file " + home.resolve("none")
            + ": there is no such file or folder",
            "provider \"p\": the environment variable K is not set; set it where the gateway is started"),
            resolved.problems());
        assertEquals(new FileSecret("~/none"), resolved.config().masterKey());
        assertEquals(new EnvSecret("K"), resolved.config().provider("p").apiKey());
    }

    @Test
    void aSwitchedOffProvidersKeyIsNotFetched() {
        assertEquals(List.of(), secrets(Map.of())
            .resolve(config("\"masterKey\":\"k\"", "\"enabled\":false,\"apiKeyEnv\":\"K\"")).problems());
    }

    @Test
    void whatIsNoKeyIsRefusedWithoutShowingIt() throws IOException {
        Files.writeString(home.resolve("two"), "hush\nhush");
        Files.writeString(home.resolve("none"), "\n");
        Files.write(home.resolve("bytes"), new byte[] {(byte) 0xFF});
        for (String name : List.of("two", "none", "bytes")) {
            String message = assertThrows(FileError.class, () -> secrets(Map.of()).value(new FileSecret("~/" + name)))
                .getMessage();
            assertTrue(message.startsWith("the key file "), message);
            assertFalse(message.contains("hush"), message);
        }
    }

    @Test
    void aCommandRunsOnce() throws IOException {
        assumeTrue(File.separatorChar == '/');
        var secrets = secrets(Map.of());
        var command = new CommandSecret("echo x >> '" + home + "/runs'; echo key");
        assertEquals("key", secrets.value(command));
        assertEquals("key", secrets.value(command));
        assertEquals("x\n", Files.readString(home.resolve("runs")));
    }

    @Test
    void aCommandThatFailsIsNamedByItsProgramOnly() {
        assumeTrue(File.separatorChar == '/');
        for (String command : List.of("exit 3 # hush", "echo hush >&2; false", "true --token hush",
            "printf 'hush\\nhush'")) {
            String message = assertThrows(FileError.class, () -> secrets(Map.of()).value(new CommandSecret(command)))
                .getMessage();
            assertTrue(message.contains("key command"), message);
            assertFalse(message.contains("hush"), message);
        }
    }

    @Test
    void aCommandThatNeverEndsIsEnded() {
        assumeTrue(File.separatorChar == '/');
        for (String command : List.of("sleep 61", "cat /dev/zero >/dev/null")) {
            String message = assertThrows(FileError.class, () -> KeyCommand.run(command, 100, 1000)).getMessage();
            assertTrue(message.contains("took longer than 1 s"), message);
        }
        assertFalse(ProcessHandle.current().descendants()
            .anyMatch(child -> child.info().commandLine().orElse("").contains("sleep 61")));
    }

    @Test
    void anAgentThatACommandStartedHoldsNothingUp() throws IOException {
        assumeTrue(File.separatorChar == '/');
        assertEquals("key\n", new String(KeyCommand.run("sleep 5 & echo key", 100, 3000), StandardCharsets.UTF_8));
    }
}
