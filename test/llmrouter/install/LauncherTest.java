package llmrouter.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Runs the launcher as a process. Each java here is a script that says its version, or else what it was called with.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherTest {
    private static final String NO_JAVA_HERE = "/nowhere/bin/java";

    @TempDir
    private Path folder;
    private Path bin;
    private Path launcher;

    /// @param code the exit code
    private record Run(int code, String out, String err) {
        List<String> words() {
            return out.lines().toList();
        }
    }

    @BeforeEach
    void makeLauncher() throws IOException {
        bin = Files.createDirectories(folder.resolve("a b/$(odd) 'n\"äme*/bin"));
        launcher = program(bin.resolve("llm-router"), LauncherText.with(Path.of(NO_JAVA_HERE)));
        Files.writeString(bin.resolve("llm-router.jar"), "");
    }

    private static Path program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// A java that prints its words, a line each, and returns 7.
    private Path java(Path home, String version) throws IOException {
        return program(home.resolve("bin/java"), """
            #!/bin/sh
            if [ "$1" = -version ]; then
              echo 'Picked up JAVA_TOOL_OPTIONS: -Dversion=99' >&2
              echo 'openjdk version "%s" 2025-09-16' >&2
              exit
            fi
            printf '%%s\\n' "$0" "$@"
            exit 7
            """.formatted(version));
    }

    /// A java whose folder says its version in the file `release`.
    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Path java = java(home, "0");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return java;
    }

    private Run run(Map<String, String> environment, Path cwd, String... words) throws Exception {
        var builder = new ProcessBuilder(words).directory(cwd.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", folder.resolve("home").toString(),
            "LLM_ROUTER_JAVA", jdk("default", "25").toString()));
        builder.environment().putAll(environment);
        builder.environment().values().removeIf(String::isEmpty);
        var process = builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return new Run(process.exitValue(), out, err);
    }

    private Run run(Map<String, String> environment, String... words) throws Exception {
        var all = new ArrayList<>(List.of(launcher.toString()));
        all.addAll(List.of(words));
        return run(environment, folder, all.toArray(String[]::new));
    }

    /// The words after `-jar FILE`.
    private List<String> words(Run run) {
        int jar = run.words().indexOf("-jar");
        assertTrue(jar > 0, run.toString());
        assertEquals(bin.resolve("llm-router.jar").toString(), run.words().get(jar + 1));
        return run.words().subList(jar + 2, run.words().size());
    }

    @Test
    void wordsAndTheExitCodePassThroughUntouched() throws Exception {
        Run run = run(Map.of(), "route", "a b", "", "*", "$HOME", "--x='y'", "\\n");
        assertEquals(List.of("route", "a b", "", "*", "$HOME", "--x='y'", "\\n"), words(run));
        assertEquals(7, run.code());
        assertEquals("", run.err());
    }

    /// Java takes the encoding of file names from the locale, and under the POSIX locale it is ASCII.
    @Test
    void aLocaleWithoutOtherLettersIsReplaced() throws Exception {
        Path java = program(folder.resolve("tells/bin/java"), "#!/bin/sh\n"
            + "if [ \"$1\" = -version ]; then echo 'openjdk version \"25\"' >&2; exit; fi\n"
            + "echo \"locale=${LC_ALL:-}\"\n");
        var told = new HashMap<String, String>();
        for (String set : List.of("", "LC_ALL=POSIX", "LC_ALL=C", "LANG=C", "LANG=xx_XX.UTF-8", "LC_ALL=xx_XX",
                "LC_CTYPE=C")) {
            var environment = new HashMap<>(Map.of("LLM_ROUTER_JAVA", java.toString()));
            String[] variable = set.split("=");
            if (!set.isEmpty()) environment.put(variable[0], variable[1]);
            told.put(set, run(environment, "x").out());
        }
        told.forEach((set, out) -> assertEquals("locale=C.UTF-8\n", out, set));
        for (String kept : List.of("C.UTF-8", "C.utf8")) {
            assertEquals("locale=" + kept + "\n", run(Map.of("LLM_ROUTER_JAVA", java.toString(), "LC_ALL", kept),
                "x").out());
        }
    }

    @Test
    void itIsFoundBehindLinksFromAnyFolderAndByItsNameAlone() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("else where/deep"));
        Path direct = Files.createSymbolicLink(elsewhere.resolve("direct"), launcher);
        Path relative = Files.createSymbolicLink(elsewhere.resolve("llm-router"), elsewhere.relativize(launcher));
        Path chain = Files.createSymbolicLink(elsewhere.resolve("chain"), Path.of("llm-router"));
        Path folderLink = Files.createSymbolicLink(folder.resolve("linked"), elsewhere);
        for (Path link : List.of(direct, relative, chain, folderLink.resolve("llm-router"))) {
            assertEquals(List.of("version"), words(run(Map.of(), folder, link.toString(), "version")), link.toString());
        }
        assertEquals(List.of("x"), words(run(Map.of(), elsewhere, "./llm-router", "x")));
        assertEquals(List.of("x"), words(run(Map.of(), elsewhere, "sh", "llm-router", "x")));
        assertEquals(List.of("x"), words(run(Map.of("PATH", elsewhere + ":/usr/bin:/bin", "CDPATH", "/"), folder, "sh",
            "-c", "llm-router x")));
    }

    @Test
    void itIsFoundInAFolderWhoseNameEndsInALineEnd() throws Exception {
        for (String name : List.of("ends\n", "ends twice\n\n", "\n")) {
            Path odd = Files.createDirectories(folder.resolve("odd").resolve(name));
            program(odd.resolve("llm-router"), LauncherText.with(Path.of(NO_JAVA_HERE)));
            Files.writeString(odd.resolve("llm-router.jar"), "");
            Path link = Files.createSymbolicLink(Files.createTempDirectory(folder, "l").resolve("llm-router"),
                odd.resolve("llm-router"));
            for (Path started : List.of(odd.resolve("llm-router"), link)) {
                Run run = run(Map.of(), folder, started.toString(), "version");
                assertEquals(7, run.code(), run.toString());
                assertTrue(run.out().contains("-jar\n" + odd.resolve("llm-router.jar") + "\nversion\n"), run.out());
            }
        }
    }

    @Test
    void itLooksInTheVariableThenInJavaHomeThenOnThePath() throws Exception {
        Path named = jdk("named", "25.0.1");
        Path home = jdk("java home", "26");
        Path path = jdk("on path", "30.1");
        var all = Map.of("LLM_ROUTER_JAVA", named.toString(), "JAVA_HOME", folder.resolve("java home").toString(),
            "PATH", path.getParent() + ":/usr/bin:/bin");
        assertEquals(named.toString(), run(all).words().getFirst());
        assertEquals(home.toString(), run(with(all, "LLM_ROUTER_JAVA", "")).words().getFirst());
        assertEquals(path.toString(), run(with(with(all, "LLM_ROUTER_JAVA", ""), "JAVA_HOME", "")).words().getFirst());
        Path folderOfNamed = named.getParent().getParent();
        assertEquals(named.toString(), run(with(all, "LLM_ROUTER_JAVA", folderOfNamed.toString())).words().getFirst());
    }

    private static Map<String, String> with(Map<String, String> all, String name, String value) {
        var changed = new HashMap<>(all);
        changed.put(name, value);
        return changed;
    }

    @Test
    void aJavaThatIsTooOldIsPassedOverForOneThatIsNot() throws Exception {
        jdk("old", "17.0.15");
        java(folder.resolve("mid"), "21.0.2");
        Path good = java(folder.resolve("good"), "25.0.3");
        program(launcher, LauncherText.with(good));
        Run run = run(Map.of("LLM_ROUTER_JAVA", "", "JAVA_HOME", folder.resolve("old").toString(), "PATH",
            folder.resolve("mid/bin") + ":" + tools()));
        assertEquals(good.toString(), run.words().getFirst(), run.err());
    }

    /// The usual folders of the machine that runs the test may have any Java, so only the user's one is searched.
    private void searchOnlyTheHomeFolder() throws IOException {
        String text = LauncherText.with(Path.of(NO_JAVA_HERE));
        int from = text.indexOf("  for home in ") + "  for home in ".length();
        int to = text.indexOf("\n  do\n");
        program(launcher, text.substring(0, from) + "\"$HOME\"/.jdks/*" + text.substring(to));
    }

    @Test
    void withoutAnyJavaItSaysWhatIsMissingAndWhatToDo() throws Exception {
        searchOnlyTheHomeFolder();
        Run none = run(Map.of("LLM_ROUTER_JAVA", "", "PATH", tools().toString()), "version");
        assertEquals(2, none.code());
        assertTrue(none.err().startsWith("llm-router needs Java 25 or newer; no java was found. Install a JDK 25 "),
            none.err());
        assertTrue(none.err().contains("LLM_ROUTER_JAVA="), none.err());
        assertEquals(1, none.err().lines().count());
        assertEquals("", none.out());
    }

    @Test
    void everyJavaThatIsTooOldIsNamed() throws Exception {
        searchOnlyTheHomeFolder();
        jdk("old", "17.0.15");
        Path mid = java(folder.resolve("mid"), "21.0.2");
        Path odd = program(folder.resolve("home/.jdks/odd/bin/java"), "#!/bin/sh\nexit 1\n");
        Run run = run(Map.of("LLM_ROUTER_JAVA", "", "JAVA_HOME", folder.resolve("old").toString(), "PATH",
            mid.getParent() + ":" + tools()));
        assertEquals(2, run.code());
        String found = "found only 17.0.15 (" + folder.resolve("old/bin/java") + "), 21.0.2 (" + mid
            + "), an unknown version (" + odd + "). Install";
        assertTrue(run.err().contains(found), run.err());
    }

    @Test
    void aNamedJavaThatCannotBeUsedIsAnErrorThatSaysWhatItIs() throws Exception {
        Path old = java(folder.resolve("old"), "1.8.0_402");
        Run run = run(Map.of("LLM_ROUTER_JAVA", old.toString()));
        assertEquals(2, run.code());
        assertEquals("llm-router needs Java 25 or newer; LLM_ROUTER_JAVA=" + old + " is 1.8.0_402 (" + old + ")\n",
            run.err());
        assertEquals("llm-router needs Java 25 or newer; LLM_ROUTER_JAVA=/none is no java\n",
            run(Map.of("LLM_ROUTER_JAVA", "/none")).err());
    }

    @Test
    void theJavaThatItWasMadeWithIsKnownWhateverItsPathHolds() throws Exception {
        Path made = jdk("it's \"made\" $here", "25");
        program(launcher, LauncherText.with(made));
        Run run = run(Map.of("LLM_ROUTER_JAVA", "", "PATH", tools().toString()));
        assertEquals(made.toString(), run.words().getFirst(), run.err());
    }

    /// A folder with the programs that the launcher needs, and no java.
    private Path tools() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String name : List.of("sed", "readlink")) {
            program(tools.resolve(name), "#!/bin/sh\nPATH=/usr/bin:/bin\nexec " + name + " \"$@\"\n");
        }
        return tools;
    }

    @Test
    void theJvmIsMadeSmallAndTheUsersOptionsComeLast() throws Exception {
        List<String> plain = run(Map.of()).words();
        assertEquals(List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError",
            "-Xmx256m"), plain.subList(1, 5));
        List<String> more = run(Map.of("JAVA_OPTS", "-Xmx1g -Dx=*", "LLM_ROUTER_JAVA_OPTS", " -Xmx2g ")).words();
        assertEquals(List.of("-Xmx256m", "-Xmx1g", "-Dx=*", "-Xmx2g"), more.subList(4, 8));
    }

    @Test
    void aCollectorOfTheUserReplacesTheLaunchersOne() throws Exception {
        for (String variable : List.of("JAVA_OPTS", "LLM_ROUTER_JAVA_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS")) {
            String out = run(Map.of(variable, "-Xms9m -XX:+UseG1GC")).out();
            assertFalse(out.contains("UseSerialGC"), variable + ": " + out);
        }
    }

    @Test
    void theProgramLearnsHowTheUserCallsIt() throws Exception {
        assertTrue(run(Map.of()).words().contains("-Dllmrouter.launcher=" + launcher));
        Path onPath = Files.createDirectories(folder.resolve("path"));
        Files.createSymbolicLink(onPath.resolve("llm-router"), launcher);
        Run run = run(Map.of("PATH", onPath + ":/usr/bin:/bin"), folder, "sh", "-c", "llm-router x");
        assertTrue(run.words().contains("-Dllmrouter.launcher=llm-router"), run.toString());
    }

    @Test
    void inAnImageTheImagesOwnJavaRuns() throws Exception {
        Path image = folder.resolve("my image");
        Path own = program(image.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\"\nexit 9\n");
        Files.createDirectories(image.resolve("lib"));
        Files.writeString(image.resolve("lib/modules"), "");
        Path script = program(image.resolve("bin/llm-router"), LauncherText.with(Path.of(NO_JAVA_HERE)));
        Path link = Files.createSymbolicLink(folder.resolve("linked image"), script);
        Run run = run(Map.of("LLM_ROUTER_JAVA", "/none"), folder, link.toString(), "version", "a b");
        assertEquals(9, run.code(), run.toString());
        assertEquals(own.toString(), run.words().getFirst());
        assertTrue(run.words().contains("-Xmx256m"));
        assertEquals(List.of("-m", "llmrouter/llmrouter.LlmRouter", "version", "a b"),
            run.words().subList(run.words().size() - 4, run.words().size()));
    }

    @Test
    void theArchiveOfAnImageIsUsedIfItIsThereAndTheUsersOptionsComeLast() throws Exception {
        Path image = folder.resolve("my image");
        program(image.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.createDirectories(image.resolve("lib"));
        Files.writeString(image.resolve("lib/modules"), "");
        Path script = program(image.resolve("bin/llm-router"), LauncherText.with(Path.of(NO_JAVA_HERE)));
        assertFalse(run(Map.of(), folder, script.toString(), "version").out().contains("AOTCache"));
        Files.writeString(image.resolve("lib/llm-router.aot"), "");
        List<String> words = run(Map.of("JAVA_OPTS", "-Xlog:aot"), folder, script.toString(), "version").words();
        assertEquals(List.of("-Xlog:aot=off", "-XX:AOTCache=" + script.getParent() + "/../lib/llm-router.aot"),
            words.subList(0, 2));
        assertTrue(words.contains("-Xlog:aot"), words.toString());
    }

    @Test
    void aMissingJarIsNamed() throws Exception {
        Files.delete(bin.resolve("llm-router.jar"));
        Run run = run(Map.of());
        assertEquals(2, run.code());
        assertEquals("llm-router: there is no llm-router.jar in " + bin + "; make it with ./build.sh jar\n", run.err());
    }
}
