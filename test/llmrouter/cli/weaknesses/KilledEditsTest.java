package llmrouter.cli.weaknesses;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.config.EditedConfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// A process that is killed while it writes a configuration, at any moment of 200 writes.
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledEditsTest {
    private static final int WRITES = 200;
    private static final int KILLS = 10;
    /// So many are tried until one hits a writer whose new file does not have its name yet.
    private static final int MOST_KILLS = 30;

    @TempDir
    private Path home;
    private final Random random = new Random();

    /// Where a process was when it was killed.
    ///
    /// @param ended   the last edit that it reported as done
    /// @param editing whether it had begun another one
    private record Killed(int ended, boolean editing) {}

    @Test
    void aKilledWriterLeavesAWholeFileThatCanBeEdited() throws Exception {
        assumeTrue(File.separatorChar == '/', "a process is killed by SIGKILL");
        var config = new EditedConfig(home);
        config.done("add-provider", "--provider-id=p", "--base-url=https://p.example", "--format=openai",
            "--skip-probe", "--models=" + String.join(",", models()));
        config.done("set-caps", "--provider-id=p", "--cap-id=n", "--models=all", "--requests=999", "--window=1m");
        String whole = config.text();
        int at = 0;
        int torn = 0;
        for (int kill = 0; kill < KILLS || torn == 0 && kill < MOST_KILLS; kill++) {
            Killed killed = killed(at + 1, at + 2 + random.nextInt(WRITES / KILLS), kill % 2 == 0);
            String text = config.text();
            at = requests(text);
            assertEquals(whole.replace("\"requests\": 999", "\"requests\": " + at), text);
            assertTrue(at == killed.ended || killed.editing && at == killed.ended + 1, at + " after " + killed);
            if (!leftovers().isEmpty()) torn++;
            at++;
            config.done("set-caps", "--provider-id=p", "--cap-id=n", "--requests=" + at);
            assertEquals(List.of(), leftovers());
        }
        assertTrue(torn > 0, "no writer was killed between the beginning and the end of a write");
    }

    private static List<String> models() {
        return Stream.iterate(1, i -> i + 1).limit(100).map(i -> "model-" + i).toList();
    }

    private static int requests(String text) {
        int from = text.indexOf("\"requests\": ") + "\"requests\": ".length();
        return Integer.parseInt(text.substring(from, text.indexOf('\n', from)).replace(",", "").strip());
    }

    /// Kills a writer in or shortly after its edit `last`.
    ///
    /// @param seen as soon as the new file is seen that is about to replace the old one; else at any moment
    private Killed killed(int first, int last, boolean seen) throws IOException, InterruptedException {
        Process process = ConfigEditor.start(home, "n=", first, first + WRITES);
        try (BufferedReader lines = process.inputReader()) {
            await("begin " + (last - 1), lines);
            long began = System.nanoTime();
            await("begin " + last, lines);
            if (seen) awaitNewFile();
            else LockSupport.parkNanos(random.nextLong(System.nanoTime() - began));
            process.toHandle().destroyForcibly(); // the process's own method would close the stream too
            process.waitFor();
            String lastly = "begin " + last;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) lastly = line;
            int number = Integer.parseInt(lastly.substring(lastly.indexOf(' ') + 1));
            boolean editing = lastly.startsWith("begin ");
            return new Killed(editing ? number - 1 : number, editing);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void await(String expected, BufferedReader lines) throws IOException {
        var said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals(expected)) return;
            said.append(line).append('\n');
        }
        fail("the writer ended before '" + expected + "': " + said);
    }

    private void awaitNewFile() throws IOException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (leftovers().isEmpty() && System.nanoTime() < deadline) Thread.onSpinWait();
    }

    /// Files that only a write that did not end leaves.
    private List<String> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".new")).sorted()
                .toList();
        }
    }
}
