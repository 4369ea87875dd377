package llmrouter.cli.system;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes.Name;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;
import llmrouter.LlmRouter;
import llmrouter.Version;
import llmrouter.install.SemanticVersion;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// With real jars of the classes under test. They are all of one version, because the version is in the classes.
class UpdateCommandTest {
    @TempDir
    private Path home;

    /// @param note    an entry that makes the bytes differ
    /// @param version what the manifest says
    private Path jar(Path file, String note, String version) throws IOException {
        Files.createDirectories(file.getParent());
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Name.MAIN_CLASS, LlmRouter.class.getName());
        manifest.getMainAttributes().put(Name.IMPLEMENTATION_TITLE, "llm-router");
        manifest.getMainAttributes().put(Name.IMPLEMENTATION_VERSION, version);
        Path classes = Path.of(LlmRouter.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        try (var out = new JarOutputStream(Files.newOutputStream(file), manifest); var all = Files.walk(classes)) {
            for (Path one : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(one).toString()));
                Files.copy(one, out);
                out.closeEntry();
            }
            out.putNextEntry(new ZipEntry("note"));
            out.write(note.getBytes());
            out.closeEntry();
        }
        return file;
    }

    private Path installed() throws IOException {
        return jar(home.resolve("program/llm-router.jar"), "one", Version.CURRENT);
    }

    private ProgramRun update(Path jar, String... words) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("update"));
        all.addAll(List.of(words));
        return ProgramRun.of(home, Map.of(), java(jar), all.toArray(String[]::new));
    }

    private static List<String> java(Path jar) {
        var command = new ArrayList<>(List.of(ProgramRun.java()));
        command.addAll(ProgramRun.quick());
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private static String sum(Path file) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRunningGatewayHandsOver() throws IOException, InterruptedException {
        Path jar = installed();
        Path next = jar(home.resolve("new/llm-router.jar"), "two", Version.CURRENT);
        Files.writeString(home.resolve("new/SHA256SUMS"), sum(next) + " *llm-router.jar\n");
        Files.writeString(home.resolve(".llm-router.json"), """
            {"version":2,"providers":[{"id":"p","name":"P","baseUrl":"http://127.0.0.1:9","apiKey":"k",
            "formats":["openai"],"models":["m"]}]}""");
        var start = new ArrayList<>(java(jar));
        start.addAll(List.of("start", "--port=0"));
        Path said = home.resolve("said");
        var builder = new ProcessBuilder(start).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("LLM_ROUTER_BINARY_WATCH_INTERVAL_MS", "1000");
        Process gateway = builder.start();
        try {
            Await.until("it listens", () -> Files.readString(said).contains("curl:"));
            ProgramRun done = update(jar, "--from=" + home.resolve("new"), "--json");
            assertEquals(0, done.exitCode(), done.err() + Files.readString(said));
            Json.Obj told = ((Json.Obj) Json.parse(done.out())).objects("gateways").getFirst();
            assertTrue(told.isTrue("tookOver"), done.out());
            assertEquals(-1, Files.mismatch(jar, next));
        } finally {
            gateway.descendants().forEach(ProcessHandle::destroyForcibly);
            gateway.destroyForcibly().waitFor();
        }
    }

    @Test
    void onlyAFileWithTheRightSumIsTaken() throws IOException, InterruptedException {
        Path jar = installed();
        byte[] before = Files.readAllBytes(jar);
        Path next = jar(home.resolve("new/llm-router.jar"), "two", Version.CURRENT);
        ProgramRun none = update(jar, "--from=" + next);
        assertEquals(2, none.exitCode());
        assertTrue(none.err().contains("there is no checksum for " + next), none.err());
        ProgramRun wrong = update(jar, "--from=" + next, "--sha256=" + "0".repeat(64));
        assertEquals(1, wrong.exitCode());
        assertTrue(wrong.err().contains("its SHA-256 is " + sum(next)), wrong.err());
        assertEquals(2, update(jar, "--from=" + next, "--sha256=abc").exitCode());
        assertEquals(-1, Files.mismatch(jar, Files.write(home.resolve("copy"), before)));
        ProgramRun taken = update(jar, "--from=" + next, "--unverified");
        assertEquals(0, taken.exitCode(), taken.err());
        assertTrue(taken.out().contains("compared with nothing"), taken.out());
        assertTrue(update(jar, "--from=" + next, "--unverified").out().contains("is that very jar already"));
    }

    @Test
    void theVersionBeforeComesBackByUndo() throws IOException, InterruptedException {
        Path jar = installed();
        byte[] before = Files.readAllBytes(jar);
        Path next = jar(home.resolve("new/llm-router.jar"), "two", Version.CURRENT);
        Files.writeString(home.resolve("new/llm-router.jar.sha256"), sum(next) + "\n");
        ProgramRun check = update(jar, "--from=" + home.resolve("new"), "--check");
        assertTrue(check.out().contains("no gateway runs from this jar"), check.out() + check.err());
        assertEquals(-1, Files.mismatch(jar, Files.write(home.resolve("copy"), before)));
        assertEquals(0, update(jar, "--from=" + home.resolve("new")).exitCode());
        assertEquals(-1, Files.mismatch(jar, next));
        ProgramRun undone = update(jar, "--undo");
        assertEquals(0, undone.exitCode(), undone.err());
        assertEquals(-1, Files.mismatch(jar, home.resolve("copy")));
        assertEquals(-1, Files.mismatch(jar.resolveSibling("llm-router.jar.previous"), next));
    }

    /// In a folder like `/tmp` any user can put a file beside the jar.
    @Test
    void theJarBeforeIsNotRunIfAnotherUserCouldHavePutItThere() throws IOException, InterruptedException {
        assumeTrue(Files.getOwner(home).getName().equals("root"), "only root can give a file away");
        Path jar = installed();
        byte[] before = Files.readAllBytes(jar);
        Path theirs = jar(home.resolve("program/llm-router.jar.previous"), "theirs", Version.CURRENT);
        Files.setAttribute(theirs, "unix:uid", 54321);
        ProgramRun refused = update(jar, "--undo");
        assertEquals(1, refused.exitCode(), refused.out());
        assertTrue(refused.err().contains(theirs + " is not used, because it belongs to 54321 (remove it"),
            refused.err());
        assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(jar)));
    }

    @Test
    void aZipFileWithTheJarIsTakenAndAnotherOneIsNot() throws IOException, InterruptedException {
        Path jar = installed();
        Path next = jar(home.resolve("new/llm-router.jar"), "two", Version.CURRENT);
        Path zip = zip(home.resolve("release.zip"), "llm-router-1/llm-router.jar", Files.readAllBytes(next));
        ProgramRun taken = update(jar, "--from=" + zip, "--sha256=" + sum(zip));
        assertEquals(0, taken.exitCode(), taken.err());
        assertEquals(-1, Files.mismatch(jar, next));
        Path other = zip(home.resolve("other.zip"), "readme", new byte[] {1});
        ProgramRun refused = update(jar, "--from=" + other, "--unverified");
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().contains("has no llm-router.jar in it"), refused.err());
        ProgramRun text = update(jar, "--from=" + Files.writeString(home.resolve("text"), "x"), "--unverified");
        assertTrue(text.err().contains("neither a jar of llm-router nor a zip file"), text.err());
        assertTrue(update(jar, "--from=" + home.resolve("none")).err().contains("there is no file"));
    }

    @Test
    void aJarWithADamagedPartIsNotTakenThoughItStarts() throws IOException, InterruptedException {
        Path jar = installed();
        byte[] before = Files.readAllBytes(jar);
        Path next = jar(home.resolve("damaged.jar"), "a part that no start reads", Version.CURRENT);
        byte[] bytes = Files.readAllBytes(next);
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        int part = latin.indexOf("note", latin.lastIndexOf("PK\u0003\u0004")) + "note".length();
        bytes[part + 3] ^= 0x55;
        Files.write(next, bytes);
        ProgramRun refused = update(jar, "--from=" + next, "--unverified");
        assertEquals(1, refused.exitCode(), refused.out());
        assertTrue(refused.err().contains(next + " is damaged: note in it cannot be read"), refused.err());
        assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(jar)));
    }

    private static Path zip(Path file, String entry, byte[] content) throws IOException {
        try (OutputStream out = Files.newOutputStream(file); var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content);
        }
        return file;
    }

    @Test
    void anOlderVersionNeedsForceAndOneThatDoesNotWorkIsNotTaken() throws IOException, InterruptedException {
        Path jar = installed();
        Path older = jar(home.resolve("older.jar"), "two", "0.0.1");
        ProgramRun refused = update(jar, "--from=" + older, "--unverified");
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("--force installs it"), refused.err());
        ProgramRun lies = update(jar, "--from=" + older, "--unverified", "--force");
        assertEquals(1, lies.exitCode());
        assertTrue(lies.err().contains("version 0.0.1 does not work"), lies.err());
        assertFalse(Files.exists(jar.resolveSibling("llm-router.jar.previous")));
        ProgramRun nothing = update(jar, "--undo");
        assertEquals(1, nothing.exitCode());
        assertTrue(nothing.err().contains("there is no earlier version"), nothing.err());
    }

    @Test
    void withoutAFileTheWayIsTold() throws IOException, InterruptedException {
        Path jar = installed();
        ProgramRun asked = update(jar, "--check");
        assertEquals(0, asked.exitCode(), asked.err());
        assertTrue(asked.out().contains("runs from " + jar), asked.out());
        assertTrue(asked.out().contains("asks no server"), asked.out());
        assertEquals(2, update(jar).exitCode());
    }

    @Test
    void versionsAreOrderedAsSemanticVersioningSays() {
        String[] order = {"1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
            "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.9", "1.0.10", "1.10.0", "2.0.0"};
        for (int i = 1; i < order.length; i++) {
            var before = SemanticVersion.of(order[i - 1]);
            var after = SemanticVersion.of(order[i]);
            assertTrue(before.compareTo(after) < 0 && after.compareTo(before) > 0, order[i]);
        }
        assertEquals(0, SemanticVersion.of("1.0.0+a").compareTo(SemanticVersion.of("1.0.0+b")));
        assertNull(SemanticVersion.of("1.0"));
        assertNull(SemanticVersion.of("v1.0.0"));
    }
}
