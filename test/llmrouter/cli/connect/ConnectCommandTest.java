package llmrouter.cli.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.cli.CliRun;
import llmrouter.clients.patch.JsonSettings;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// `connect` and `connect --undo` on real files.
class ConnectCommandTest {
    private static final String CONFIG = """
        {"version": 2, "providers": [
           {"id": "p", "baseUrl": "https://p.example", "formats": ["openai"], "models": ["m", "n"]}],
         "modelAliases": {"work": {"targets": ["p/m"]}, "quick-small": {"targets": ["p/n"]}}KEYS}
        """;

    @TempDir
    private Path home;
    private Path settings;

    @BeforeEach
    void begin() throws IOException {
        settings = home.resolve(".claude/settings.json");
        config("");
    }

    private void config(String more) throws IOException {
        Files.writeString(home.resolve(".llm-router.json"), CONFIG.replace("KEYS", more));
    }

    private CliRun run(String line) {
        return CliRun.at(home, Map.of("LLM_ROUTER_PORT", "8123"), ("connect " + line).trim().split(" "));
    }

    private String done(String line) {
        CliRun run = run(line);
        assertEquals(0, run.exitCode(), line + "\n" + run.out() + run.err());
        return run.out();
    }

    private String refused(int code, String line) {
        CliRun run = run(line);
        assertEquals(code, run.exitCode(), run.out() + run.err());
        return run.err();
    }

    private Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Json.Obj env() throws IOException {
        return ((Json.Obj) Json.parse(Files.readString(settings))).object("env");
    }

    private List<String> files() throws IOException {
        try (var all = Files.walk(home)) {
            var names = new ArrayList<String>();
            all.filter(Files::isRegularFile).map(file -> home.relativize(file).toString())
                .filter(name -> !name.endsWith(".lock")).sorted().forEach(names::add);
            return names;
        }
    }

    @Test
    void aNewFileHasTheAddressTheModelsAndTheWindow() throws IOException {
        String out = done("claude-code");
        assertTrue(out.contains("connected Claude Code to http://127.0.0.1:8123 with the model work, and quick-small"),
            out);
        assertEquals("http://127.0.0.1:8123", env().text("ANTHROPIC_BASE_URL"));
        assertEquals("work", env().text("ANTHROPIC_DEFAULT_OPUS_MODEL"));
        assertEquals("quick-small", env().text("ANTHROPIC_DEFAULT_HAIKU_MODEL"));
        assertEquals("200000", env().text("CLAUDE_CODE_MAX_CONTEXT_TOKENS"));
        assertTrue(done("claude-code").contains("is connected to http://127.0.0.1:8123 already"));
    }

    @Test
    void undoDeletesAFileThatWasNotThereAndItsFolder() throws IOException {
        List<String> before = files();
        done("claude-code");
        assertTrue(done("claude --undo").contains("is deleted"));
        assertEquals(before, files());
        assertFalse(Files.exists(settings.getParent()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\n\t// mine\n\t\"env\": {\"A\": \"1\"}, /* b */\n\n\t\"permissions\": {\"allow\": [ \"x\" ]}\n}",
        "\uFEFF{\r\n   \"env\" : {},\r\n   \"apiKeyHelper\": \"x\"\r\n}\r\n", "{\"model\":\"opus\"}", "", "\n\n",
        "{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": \"http://other\", // mine\n  },\n}"})
    void undoRestoresTheVeryBytes(String text) throws IOException {
        write(settings, text);
        byte[] before = Files.readAllBytes(settings);
        done("claude-code");
        assertFalse(Arrays.equals(before, Files.readAllBytes(settings)));
        done("claude-code --model=p/n");
        assertEquals("p/n", SyntaxOfTest.claude(Files.readString(settings)).text("ANTHROPIC_MODEL"));
        done("claude-code --undo");
        assertArrayEquals(before, Files.readAllBytes(settings));
    }

    /// Reads a file with comments.
    private static final class SyntaxOfTest {
        static Json.Obj claude(String text) {
            return JsonSettings.SYNTAX.tree(text).object("env");
        }
    }

    @Test
    void diffAndDryRunChangeNothing() throws IOException {
        write(settings, "{\"env\": {\"OTHER_TOKEN\": \"secret-token-value\"}}");
        List<String> before = files();
        for (String flag : List.of("--diff", "--dry-run", "--diff --json")) {
            String out = done("claude-code " + flag);
            assertTrue(out.contains("ANTHROPIC_MODEL"), out);
            assertFalse(out.contains("secret-token-value"), out);
        }
        assertEquals(before, files());
        assertEquals("{\"env\": {\"OTHER_TOKEN\": \"secret-token-value\"}}", Files.readString(settings));
    }

    @Test
    void aFileThatOthersChangedSinceLosesOnlyTheConnection() throws IOException {
        write(settings, "{\"env\": {\"A\": \"1\"}}");
        done("claude-code");
        String now = Files.readString(settings);
        Files.writeString(settings, now.replace("{\"env\"", "{\"mine\": true, \"env\""));
        assertTrue(done("claude-code --undo").contains("what was changed since stays"));
        assertEquals("{\"mine\": true, \"env\": {\"A\": \"1\"}}", Files.readString(settings));
        assertTrue(refused(1, "claude-code --undo").contains("nothing to undo"));
    }

    @Test
    void aSettingOfTheConnectionThatWasChangedSinceIsRefusedWithTheBackup() throws IOException {
        write(settings, "{\"env\": {\"A\": \"1\"}}");
        done("claude-code");
        Files.writeString(settings, Files.readString(settings).replace("\"work\"", "\"other\""));
        byte[] changed = Files.readAllBytes(settings);
        String err = refused(1, "claude-code --undo");
        assertTrue(err.contains("env.ANTHROPIC_MODEL"), err);
        String backup = err.substring(err.indexOf(home.resolve(".llm-router.connections").toString()));
        assertEquals("{\"env\": {\"A\": \"1\"}}", Files.readString(Path.of(backup.substring(0, backup.indexOf(';')))));
        assertArrayEquals(changed, Files.readAllBytes(settings));
        done("claude-code --undo --force");
        assertEquals("{\"env\": {\"A\": \"1\"}}", Files.readString(settings));
    }

    @Test
    void aSecondConnectionKeepsWhatTheUserAddedInBetween() throws IOException {
        write(settings, "{\"env\": {\"A\": \"1\"}}");
        done("claude-code");
        Files.writeString(settings, Files.readString(settings).replace("\"A\": \"1\"", "\"A\": \"2\""));
        done("claude-code --model=p/n");
        assertEquals("2", env().text("A"));
        done("claude-code --undo");
        assertEquals("{\"env\": {\"A\": \"2\"}}", Files.readString(settings));
    }

    @Test
    void aRemovedFileComesBackOnlyByForce() throws IOException {
        write(settings, "{}");
        done("claude-code");
        Files.delete(settings);
        assertTrue(refused(1, "claude-code --undo").contains("has been removed since"));
        done("claude-code --undo --force");
        assertEquals("{}", Files.readString(settings));
    }

    // ── keys ──

    @Test
    void aGatewayWithKeysGetsOneOfItsOwnForTheClientAndUndoRevokesIt() throws IOException {
        config(", \"masterKey\": \"gw_master_0123456789abcdefABCDEF\"");
        CliRun run = run("claude-code");
        assertEquals(0, run.exitCode(), run.err());
        String key = env().text("ANTHROPIC_AUTH_TOKEN");
        assertTrue(key.startsWith("gw_") && !key.contains("master"), key);
        assertFalse((run.out() + run.err()).contains(key));
        assertTrue(Files.readString(home.resolve(".llm-router.json")).contains("claude-code"));
        if (posix()) assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)));
        assertTrue(done("claude-code --small-model=work").contains("connected"));
        assertEquals(key, env().text("ANTHROPIC_AUTH_TOKEN"), "the key stays");
        run = run("claude-code --undo");
        assertTrue(run.err().contains("the client key 'claude-code' was revoked"), run.err());
        assertFalse(Files.readString(home.resolve(".llm-router.json")).contains("claude-code"));
    }

    @Test
    void aGivenKeyIsUsedAndNoneIsMade() throws IOException {
        String config = Files.readString(home.resolve(".llm-router.json"));
        CliRun run = CliRun.at(home, Map.of("K", "gw_given_0123456789"), "connect", "opencode", "--key-env=K");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(Files.readString(home.resolve(".config/opencode/opencode.json")).contains("gw_given_0123456789"));
        assertFalse((run.out() + run.err()).contains("gw_given_0123456789"));
        assertEquals(config, Files.readString(home.resolve(".llm-router.json")));
    }

    @Test
    void theOldPermissionsComeBack() throws IOException {
        assumeTrue(posix(), "permissions of POSIX");
        write(settings, "{}");
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r--r--"));
        CliRun.at(home, Map.of("K", "gw_given_0123456789"), "connect", "claude-code", "--key-env=K");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)));
        done("claude-code --undo");
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)));
    }

    // ── files that may not be edited ──

    private UserPrincipal someUser() throws IOException {
        return home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("65534");
    }

    private boolean posix() {
        return home.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    @Test
    void aLinkIntoTheHomeIsFollowedAndStays() throws IOException {
        assumeTrue(posix(), "symbolic links");
        Path dotfile = write(home.resolve("dotfiles/claude.json"), "{\"a\": 1}");
        Files.createDirectories(settings.getParent());
        Files.createSymbolicLink(settings, Path.of("../dotfiles/claude.json"));
        done("claude-code");
        assertTrue(Files.isSymbolicLink(settings));
        assertTrue(Files.readString(dotfile).contains("ANTHROPIC_BASE_URL"));
        done("claude-code --undo");
        assertTrue(Files.isSymbolicLink(settings));
        assertEquals("{\"a\": 1}", Files.readString(dotfile));
    }

    @Test
    void aLinkOutOfTheHomeIsRefused(@TempDir Path elsewhere) throws IOException {
        assumeTrue(posix(), "symbolic links");
        Path other = write(elsewhere.resolve("s.json"), "{}");
        Files.createDirectories(settings.getParent());
        Files.createSymbolicLink(settings, other);
        assertTrue(refused(1, "claude-code").contains("outside of"), "refused");
        assertEquals("{}", Files.readString(other));
        Files.delete(settings);
        Files.delete(settings.getParent());
        Files.createSymbolicLink(settings.getParent(), elsewhere);
        assertTrue(refused(1, "claude-code").contains("outside of"), "a linked folder too");
    }

    @Test
    void aLinkOfAnotherOwnerIsRefused() throws IOException {
        assumeTrue(posix() && System.getProperty("user.name").equals("root"), "only root can give files away");
        write(home.resolve("s.json"), "{}");
        Files.createDirectories(settings.getParent());
        Files.createSymbolicLink(settings, home.resolve("s.json"));
        var nobody = home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Files.getFileAttributeView(settings, FileOwnerAttributeView.class,
            LinkOption.NOFOLLOW_LINKS).setOwner(nobody);
        assertTrue(refused(1, "claude-code").contains("belongs to nobody"));
    }

    @Test
    void aFolderAReadOnlyFileAndABrokenFileAreRefused() throws IOException {
        Files.createDirectories(settings);
        assertTrue(refused(1, "claude-code").contains("it is a folder"));
        Files.delete(settings);
        write(settings, "{\n  \"env\": {,\n}");
        String err = refused(2, "claude-code");
        assertTrue(err.contains(settings + ": it is not JSON") && err.contains("at line 2, column 11"), err);
        Files.write(settings, new byte[] {'{', (byte) 0xFF, '}'});
        assertTrue(refused(1, "claude-code").contains("not UTF-8"));
        if (!posix()) return;
        Files.writeString(settings, "{}");
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("r--r--r--"));
        assertTrue(refused(1, "claude-code").contains("it is read-only; run: chmod u+w"));
    }

    @Test
    void aWriteThatFailsLeavesNoRecordThatCouldBeUndone() throws IOException {
        Files.writeString(settings.getParent(), "a file, where the client has its folder");
        assertTrue(refused(1, "claude-code").contains("cannot write"));
        assertTrue(refused(1, "claude-code --undo").contains("nothing to undo"));
        assertEquals(List.of(".claude", ".llm-router.json"), files());
    }

    @Test
    void aFailedSecondConnectionLeavesTheFirstOneAsItWas() throws IOException {
        assumeTrue(posix(), "permissions of POSIX");
        write(settings, "{\"env\": {\"A\": \"1\"}}");
        done("claude-code");
        byte[] first = Files.readAllBytes(settings);
        var owner = Files.getOwner(settings.getParent());
        if (owner.getName().equals("root")) Files.setOwner(settings.getParent(), someUser());
        Files.setPosixFilePermissions(settings.getParent(), PosixFilePermissions.fromString("r-xr-xr-x"));
        assertTrue(refused(1, "claude-code --model=p/n").contains("cannot write"));
        assertArrayEquals(first, Files.readAllBytes(settings));
        Files.setOwner(settings.getParent(), owner);
        Files.setPosixFilePermissions(settings.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertTrue(done("claude-code --undo").contains("its bytes from before"));
        assertEquals("{\"env\": {\"A\": \"1\"}}", Files.readString(settings));
    }

    @Test
    void aProcessThatEndedBetweenItsRecordAndTheFileCanBeUndoneAndRepeated() throws IOException {
        String own = "{\"env\": {\"A\": \"1\"}}";
        for (String before : new String[] {own, null}) {
            if (before != null) write(settings, own);
            done("claude-code");
            byte[] first = Files.readAllBytes(settings);
            for (String next : List.of("claude-code --undo", "claude-code --model=work")) {
                done("claude-code --model=p/n");
                Files.write(settings, first);
                done(next);
                if (!next.endsWith("undo")) done("claude-code --undo");
                assertEquals(before, Files.exists(settings) ? Files.readString(settings) : null, next);
                done("claude-code");
            }
            done("claude-code --undo");
            Files.deleteIfExists(settings);
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theListTellsOfAPipeInPlaceOfAFileAndDoesNotWaitForIt() throws Exception {
        assumeTrue(posix(), "pipes in the file system");
        Files.createDirectories(settings.getParent());
        assertEquals(0, new ProcessBuilder("mkfifo", settings.toString()).start().waitFor());
        String list = done("");
        assertTrue(list.contains("cannot read " + settings + ": it is a pipe or a device"), list);
        assertTrue(done("--json").contains("it is a pipe or a device"));
        CliRun doctor = CliRun.at(home, Map.of("LLM_ROUTER_PORT", "8123"), "doctor");
        assertTrue(doctor.exitCode() >= 0, doctor.err());
    }

    // ── words ──

    @Test
    void anUnknownClientAnUnknownModelAndAMissingConfigurationAreNamed() throws IOException {
        assertTrue(refused(2, "cluade-code").contains("claude-code"));
        assertTrue(refused(2, "claude-code --model=wrok").contains("wrok"));
        assertTrue(refused(2, "cline --project").contains("no settings of a project"));
        assertTrue(refused(2, "claude-code --force").contains("--undo"));
        assertTrue(refused(2, "claude-code --url=localhost:1").contains("http://"));
        assertTrue(refused(2, "claude-code --url=http://gw:1").contains("--model"));
        Files.delete(home.resolve(".llm-router.json"));
        assertTrue(refused(2, "claude-code").contains("there is no configuration"));
    }

    @Test
    void aGatewayElsewhereNeedsNoConfiguration() throws IOException {
        Files.delete(home.resolve(".llm-router.json"));
        done("claude-code --url=https://gw.example/v1/ --model=work");
        assertEquals("https://gw.example", env().text("ANTHROPIC_BASE_URL"));
    }

    @Test
    void theListSaysWhatIsConnectedWhereTo() throws IOException {
        done("claude-code");
        String list = done("");
        assertTrue(list.contains("connected to http://127.0.0.1:8123 (" + settings + ")"), list);
        assertTrue(list.contains("not installed (npm install -g opencode-ai)"), list);
        var json = (Json.Obj) Json.parse(done("--json"));
        assertEquals("claude-code", json.objects("clients").getFirst().text("id"));
        assertEquals("http://127.0.0.1:8123",
            json.objects("clients").getFirst().objects("files").getFirst().text("url"));
    }

    @Test
    void aClientThatTakesVariablesOnlyGetsThemPrinted() throws IOException {
        List<String> before = files();
        CliRun run = run("copilot");
        assertTrue(run.out().contains("export COPILOT_PROVIDER_BASE_URL='http://127.0.0.1:8123/v1'"), run.out());
        assertTrue(run.err().contains("no file was changed"), run.err());
        assertEquals(before, files());
    }

    @Test
    void whatWouldDefeatTheConnectionIsAWarning() {
        CliRun run = CliRun.at(home, Map.of("CLAUDE_CODE_USE_BEDROCK", "1"), "connect", "claude-code");
        assertTrue(run.err().contains("warning: this shell exports CLAUDE_CODE_USE_BEDROCK"), run.err());
    }

    @Test
    void theReportAsJsonHasNoKey() throws IOException {
        config(", \"masterKey\": \"gw_master_0123456789abcdefABCDEF\"");
        String out = done("claude-code --json");
        var json = (Json.Obj) Json.parse(out);
        assertEquals(settings.toString(), json.text("file"));
        assertEquals("made", json.object("key").text("origin"));
        assertTrue(json.isTrue("changed"));
        assertFalse(out.contains(env().text("ANTHROPIC_AUTH_TOKEN")));
        assertFalse(new String(Files.readAllBytes(settings), StandardCharsets.UTF_8).isEmpty());
    }
}
