package llmrouter.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;
import llmrouter.config.StateBackend;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.FailureClass;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The state on disk can be looked at while a gateway has it open, and looking changes nothing.
class StatePeekTest {
    private static final HealthPolicy POLICY = new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 2, 30_000,
        3_600_000);
    private static final List<Choice> CHOICES = List.of(new Choice("p/m", 1_000_000,
        List.of(new Cap("p/day", 40L, null, null, new Window(Unit.DAY, 1)))));

    @TempDir
    private Path folder;

    private RoutingTable peek() throws IOException {
        return StateStores.peek(new StateBackend.FileState(folder.resolve("state").toString()), POLICY, path -> path);
    }

    private Map<String, String> files() throws IOException {
        var all = new HashMap<String, String>();
        try (var list = Files.list(folder)) {
            for (Path file : list.toList()) {
                if (!file.toString().endsWith(".lock")) all.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return new TreeMap<>(all);
    }

    private static void used(StateStore store) {
        store.consult(new PickRequest("p/m", Strategy.ORDERED, CHOICES, 1, Set.of(), -1, null, 0, List.of()));
        store.report(List.of(new Outcome.Failed("p/m", FailureClass.AUTH, -1, "")));
    }

    @Test
    void whatARunningGatewayKnowsIsSeen() throws IOException {
        try (var store = JournalStore.open(folder.resolve("state"), POLICY, Clock.systemUTC(), _ -> {})) {
            used(store);
            Map<String, String> before = files();
            RoutingSnapshot seen = peek().snapshot(CHOICES, System.currentTimeMillis());
            assertEquals(1, seen.uses().get("p/day").requests());
            assertEquals("auth_failed", seen.health().get("p/m").reason());
            assertTrue(seen.health().get("p/m").coolingDown(seen.at()));
            assertEquals(store.snapshot(CHOICES).health(), seen.health());
            assertEquals(before, files());
        }
    }

    @Test
    void aLineThatIsBeingWrittenIsLeftAlone() throws IOException {
        try (var store = JournalStore.open(folder.resolve("state"), POLICY, Clock.systemUTC(), _ -> {})) {
            used(store);
            Files.writeString(folder.resolve("state.journal.0"), "{\"c\":[\"p/day\",17", StandardOpenOption.APPEND);
            Map<String, String> before = files();
            assertEquals(1, peek().snapshot(CHOICES, System.currentTimeMillis()).uses().get("p/day").requests());
            assertEquals(before, files());
        }
    }

    @Test
    void wreckageIsNoReasonToFail() throws IOException {
        Files.writeString(folder.resolve("state"), "no snapshot");
        Files.writeString(folder.resolve("state.journal.0"), "no journal\n");
        Map<String, String> before = files();
        assertEquals(0, peek().snapshot(CHOICES, System.currentTimeMillis()).uses().get("p/day").requests());
        assertEquals(before, files());
    }

    @Test
    void whereThereIsNoFileThereIsNothing() throws IOException {
        assertEquals(List.of(), peek().changes());
        assertEquals(List.of(),
            StateStores.peek(new StateBackend.FileState(folder.resolve("no/such/folder/state").toString()), POLICY,
            path -> path).changes());
        assertNull(StateStores.peek(new StateBackend.MemoryState(), POLICY, path -> path));
    }
}
