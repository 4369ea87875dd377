package llmrouter.cli.weaknesses;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.config.EditedConfig;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.scripted.ProcessTree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Many processes that edit one configuration at the same time.
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ParallelEditsTest {
    private static final int PROCESSES = 20;
    private static final int EDITS = 10;

    @TempDir
    private Path home;

    @Test
    void twentyProcessesLoseNoneOfTwoHundredEdits() throws Exception {
        var config = new EditedConfig(home).twoProviders();
        var processes = new ArrayList<Process>();
        try {
            for (int i = 0; i < PROCESSES; i++) processes.add(ConfigEditor.start(home, "cap-" + i + "-", 1, EDITS));
            for (Process process : processes) {
                var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(process.waitFor(120, TimeUnit.SECONDS), said);
                assertEquals(0, process.exitValue(), said);
            }
        } finally {
            processes.forEach(ProcessTree::end);
        }
        List<Json> caps = config.provider(0).items("rateLimits");
        Set<String> ids = new HashSet<>();
        for (Json cap : caps) ids.add(((Obj) cap).text("id"));
        for (int i = 0; i < PROCESSES; i++) {
            for (int n = 1; n <= EDITS; n++) assertTrue(ids.contains("cap-" + i + "-" + n), "cap-" + i + "-" + n);
        }
        assertEquals(PROCESSES * EDITS, caps.size());
        String judged = config.done("validate");
        assertTrue(judged.endsWith("valid: 2 providers, 3 models, 0 aliases\n"), judged);
    }
}
