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
import static org.junit.jupiter.api.Assertions.assertNull;
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
        assertNull(resolved.problem());
        assertEquals(new InlineSecret("from-file"), resolved.config().masterKey());
        assertEquals(new InlineSecret("from-env"), resolved.config().provider("p").apiKey());
    }

    @Test
    void aMissingMasterKeyIsAProblemAndIsNotTakenForNone() {
        var resolved = secrets(Map.of()).resolve(config("\"masterKeyFile\":\"~/none\"", "\"apiKey\":\"k\""));
        assertEquals("masterKey: cannot read the key file " + home.resolve("none")
            + ": there is no such file or folder; correct that, then run 'llm-router reload'", resolved.problem());
        assertTrue(resolved.config().hasClientKey());
    }

    @Test
    void aProviderWithoutItsKeyIsLeftOutAndSaysWhyAndWhatToDo() throws IOException {
        Files.writeString(home.resolve("two"), "hush\nhush");
        assertLeftOut("the environment variable K is not set where the gateway was started; set it there and restart"
            + " the gateway", "\"apiKeyEnv\":\"K\"");
        assertLeftOut("cannot read the key file " + home.resolve("none") + ": there is no such file or folder; correct "
            + "that, then run 'llm-router reload'", "\"apiKeyFile\":\"~/none\"");
        assertLeftOut("the key file ~/two holds more than one line or a character that cannot be sent in a header; "
            + "correct that, then run 'llm-router reload'", "\"apiKeyFile\":\"~/two\"");
        assertLeftOut("the key command 'exit …' ended with exit code 3; run it by hand to see why; correct that, "
            + "then run 'llm-router reload'", "\"apiKeyCommand\":\"exit 3\"");
    }

    private void assertLeftOut(String why, String apiKey) {
        var resolved = secrets(Map.of("K", "  ")).resolve(config("\"masterKey\":\"k\"", apiKey));
        assertNull(resolved.problem());
        assertEquals(why, resolved.config().provider("p").leftOut());
        assertEquals(List.of("provider \"p\" is left out: " + why), resolved.config().leftOutLines());
    }

    @Test
    void aSwitchedOffProvidersKeyIsNotFetched() {
        assertEquals(List.of(), secrets(Map.of())
            .resolve(config("\"masterKey\":\"k\"", "\"enabled\":false,\"apiKeyEnv\":\"K\"")).config().leftOutLines());
    }

    @Test
    void whetherAKeyIsMissingHereIsSaidWithoutRunningACommand() throws IOException {
        Files.writeString(home.resolve("key"), "from-file");
        var secrets = secrets(Map.of("K", "v"));
        assertEquals("the environment variable L is not set here", secrets.missing(new EnvSecret("L")));
        assertTrue(secrets.missing(new FileSecret("~/none")).startsWith("cannot read the key file"));
        assertNull(secrets.missing(new EnvSecret("K")));
        assertNull(secrets.missing(new FileSecret("~/key")));
        assertNull(secrets.missing(new CommandSecret("touch " + home.resolve("ran") + "; exit 1")));
        assertNull(secrets.missing(null));
        assertFalse(Files.exists(home.resolve("ran")));
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
