package llmrouter.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;
import llmrouter.proof.ProofKey;
import llmrouter.service.Instance;
import llmrouter.service.Instances;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class EntryWatchTest {
    private static final Duration SOON = Duration.ofMillis(5);

    @TempDir
    private Path home;

    private final List<String> said = new CopyOnWriteArrayList<>();

    private static Instance gateway() {
        var terms = new Instance.Terms(true, true, false, 30, false);
        return Instance.here("127.0.0.1", 8787, 8788, "/c.json", terms, ProofKey.random(), null, null);
    }

    @Test
    void aListThatIsDeletedIsWrittenAnewAndSaidOnce() throws Exception {
        Instances instances = Instances.in(home, said::add);
        Instance own = gateway();
        instances.add(own);
        Path list = home.resolve(".llm-router.runtime.json");
        try (var _ = new EntryWatch(instances, own, SOON, said::add)) {
            Files.delete(list);
            Await.until("the gateway is in the list again", () -> instances.running().size() == 1);
            Await.until("it is said", () -> said.size() == 1);
        }
        assertEquals(List.of("the list of running gateways was deleted; this one is in a new list"), said);
    }

    @Test
    void aListThatCouldNotBeWrittenIsNotTriedAgain() {
        Instances instances = Instances.in(home.resolve("nowhere"), said::add);
        try (var watch = new EntryWatch(instances, gateway(), SOON, said::add)) {
            assertFalse(watch.looks());
        }
        assertEquals(List.of(), said);
    }
}
