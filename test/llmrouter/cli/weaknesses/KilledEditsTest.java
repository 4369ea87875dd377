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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// A process that is killed while it writes a configuration, at any moment of 200 writes.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledEditsTest {
    private static final int WRITES = 200;
    private static final int KILLS = 12;

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
        int within = 0;
        int left = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            Killed killed = killed(at + 1, at + 1 + random.nextInt(WRITES / KILLS));
            String text = config.text();
            at = requests(text);
            assertEquals(whole.replace("\"requests\": 999", "\"requests\": " + at), text);
            assertTrue(at == killed.ended || killed.editing && at == killed.ended + 1, at + " after " + killed);
            if (killed.editing) within++;
            if (!leftovers().isEmpty()) left++;
            at++;
            config.done("set-caps", "--provider-id=p", "--cap-id=n", "--requests=" + at);
            assertEquals(List.of(), leftovers());
        }
        System.out.printf("%d of %d kills during an edit, %d left a file behind%n", within, KILLS, left);
    }

    private static List<String> models() {
        return Stream.iterate(1, i -> i + 1).limit(500).map(i -> "model-" + i).toList();
    }

    private static int requests(String text) {
        int from = text.indexOf("\"requests\": ") + "\"requests\": ".length();
        return Integer.parseInt(text.substring(from, text.indexOf('\n', from)).replace(",", "").strip());
    }

    /// Kills a writer in the edit after `last`, or a little later.
    private Killed killed(int first, int last) throws IOException, InterruptedException {
        Process process = ConfigEditor.start(home, "n=", first, first + WRITES);
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.equals("begin " + last)) line = lines.readLine();
            assertEquals("begin " + last, line);
            LockSupport.parkNanos(random.nextLong(15_000_000));
            process.toHandle().destroyForcibly(); // the process's own method would close the stream too
            process.waitFor();
            String lastly = line;
            for (line = lines.readLine(); line != null; line = lines.readLine()) lastly = line;
            int number = Integer.parseInt(lastly.substring(lastly.indexOf(' ') + 1));
            boolean editing = lastly.startsWith("begin ");
            return new Killed(editing ? number - 1 : number, editing);
        } finally {
            process.destroyForcibly();
        }
    }

    /// Files that only a write that did not end leaves.
    private List<String> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".new")).sorted()
                .toList();
        }
    }
}
