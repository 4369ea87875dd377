package llmrouter.service;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.Secret;
import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.MissingSecret;
import llmrouter.files.ConfigStore;
import llmrouter.files.ConfigText;
import llmrouter.files.nofollow.PathCheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Root with the home folder of another user, as `sudo` gives it, or as a container with a volume of another user: what
/// is written there as root could be redirected by that user.
class HomeOfAnotherUserTest {
    private static final String WHY = " belongs to 54321, who could redirect what this program writes there as root; "
        + "run llm-router as that user (sudo -u '#54321' llm-router ...; a container: --user=54321), "
        + "or use a folder of root's";

    @TempDir
    private Path home;

    @Test
    void theGatewayServesFromMemoryAndNoCommandWritesThere() throws Exception {
        assumeTrue(Files.getOwner(home).getName().equals("root"), "only root can give a folder away");
        GatewayProcess.configure(home, "http://127.0.0.1:9");
        Path config = home.resolve(".llm-router.json");
        for (Path theirs : List.of(config, home)) Files.setAttribute(theirs, "unix:uid", 54321);
        String before = Files.readString(config);
        try (var gateway = GatewayProcess.start(home, "--port=0"); var http = HttpClient.newHttpClient()) {
            var ready = http.send(HttpRequest.newBuilder(URI.create(gateway.url() + "/ready")).build(),
                BodyHandlers.ofString());
            assertEquals(200, ready.statusCode());
            String trouble = home.resolve(".llm-router.state") + " cannot be used (" + home + WHY
                + "); the routing state of this gateway is kept in memory";
            assertTrue(ready.body().contains(trouble), ready.body());
            assertTrue(gateway.said().contains("state: " + trouble), gateway.said());
            for (String words : List.of("config set-default-model --model=p/m", "connect claude-code")) {
                var told = GatewayProcess.run(home, words.split(" "));
                assertEquals(1, told.exitCode(), words + told.out() + told.err());
                assertTrue(told.err().contains(home + WHY), words + told.err());
            }
        }
        assertEquals(before, Files.readString(config));
        try (var files = Files.list(home)) {
            assertEquals(List.of(config), files.filter(file -> !file.getFileName().toString().startsWith("said-"))
                .toList());
        }
    }

    /// A user who can change a configuration that root uses would run commands as root.
    @ParameterizedTest
    @ValueSource(strings = {"start --port=0", "doctor", "doctor --live --yes", "config test-provider p", "smoke --yes"})
    void noCommandOfTheirConfigurationIsRunAsRoot(String words) throws Exception {
        assumeTrue(Files.getOwner(home).getName().equals("root"), "only root can give a folder away");
        Path marker = home.resolve("ran");
        Path config = Files.writeString(home.resolve(".llm-router.json"), """
            {"version":2,"masterKeyCommand":"touch %1$s; echo gw_0123456789","providers":[{"id":"p",
            "baseUrl":"http://127.0.0.1:9","apiKeyCommand":"touch %1$s; echo k","formats":["openai"],"models":["m"]},
            {"id":"q","baseUrl":"http://127.0.0.1:9","formats":["openai"],"models":["m"]}]}""".formatted(marker));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        Files.setAttribute(config, "unix:uid", 54321);
        var told = GatewayProcess.run(home, words.split(" "));
        assertFalse(Files.exists(marker), words + " ran a command of another user: " + told.out() + told.err());
        assertTrue((told.out() + told.err()).contains("its command is not run, because " + config
            + " belongs to 54321 and this program runs as root"), words + ": " + told.out() + told.err());
        Files.setAttribute(config, "unix:uid", 0);
        GatewayProcess.run(home, "doctor", "--live", "--yes");
        assertTrue(Files.exists(marker), "the configuration of root is obeyed");
    }

    /// The verdict is about the text that was read, whatever stands at its path later.
    @Test
    void aConfigurationThatIsMovedAwayAfterItWasReadStaysTheirs() throws Exception {
        assumeTrue(Files.getOwner(home).getName().equals("root"), "only root can give a folder away");
        Path config = Files.writeString(home.resolve(".llm-router.json"), """
            {"version":2,"providers":[{"id":"p","baseUrl":"http://127.0.0.1:9","apiKeyCommand":"echo k",
            "formats":["openai"],"models":["m"]}]}""");
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        Files.setAttribute(config, "unix:uid", 54321);
        ConfigText theirs = ConfigStore.at(config).read();
        Files.setAttribute(config, "unix:uid", 0);
        ConfigText roots = ConfigStore.at(config).read();
        Files.delete(config);
        assertInstanceOf(MissingSecret.class, apiKey(theirs));
        assertInstanceOf(CommandSecret.class, apiKey(roots));
    }

    private static Secret apiKey(ConfigText text) {
        var valid = assertInstanceOf(ConfigOutcome.ValidConfig.class, text.outcome());
        return valid.config().provider("p").apiKey();
    }

    @Test
    void aConfigurationThatOthersCanChangeOrReplaceIsTheirsToo() throws Exception {
        assumeTrue(Files.getOwner(home).getName().equals("root"), "only root can give a folder away");
        Path config = Files.writeString(home.resolve("c.json"), "{}");
        assertNull(PathCheck.foreign(config));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-rw-r--"));
        assertEquals("can be changed by other users", PathCheck.foreign(config));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
        Path link = Files.createSymbolicLink(home.resolve("link.json"), config);
        assertNull(PathCheck.foreign(link));
        Files.setAttribute(link, "unix:uid", 54321, LinkOption.NOFOLLOW_LINKS);
        assertTrue(PathCheck.foreign(link).contains(link + " is not root's"), PathCheck.foreign(link));
        Path theirs = Files.createDirectory(home.resolve("theirs"));
        Files.move(config, theirs.resolve("c.json"));
        Files.setAttribute(theirs, "unix:uid", 54321);
        assertTrue(PathCheck.foreign(theirs.resolve("c.json")).contains(theirs + " is not root's"));
    }
}
