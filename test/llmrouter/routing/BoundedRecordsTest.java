package llmrouter.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Clients name the models of a provider that passes its models through: what they name must not make the table grow.
class BoundedRecordsTest {
    private static final HealthPolicy POLICY = new HealthPolicy(60_000, 60_000, 60_000, 60_000, 60_000, 2, 30_000,
        3_600_000);
    private static final long NOW = 1_750_000_000_000L;
    private static final int MANY = 25_000;

    private final RoutingTable table = new RoutingTable(POLICY, _ -> {});

    private long kept(Class<? extends Change> kind) {
        return table.changes().stream().filter(kind::isInstance).count();
    }

    @Test
    void healthIsKeptForSomeThousandCandidatesTheLatestFirst() {
        for (int i = 0; i < MANY; i++) {
            table.report(new Outcome.Failed("p/name" + i, FailureClass.NOT_FOUND, -1, ""), NOW);
        }
        assertEquals(10_000, kept(Change.HealthChanged.class));
        var last = new Choice("p/name" + (MANY - 1), 1_000_000, List.of());
        assertTrue(table.snapshot(List.of(last), NOW).health().get(last.ref()).coolingDown(NOW));
    }

    @Test
    void aCandidateThatIsAskedForKeepsItsRecord() {
        var used = new Choice("p/used", 1_000_000, List.of());
        table.report(new Outcome.Failed(used.ref(), FailureClass.AUTH, -1, ""), NOW);
        for (int i = 0; i < MANY; i++) {
            table.report(new Outcome.Failed("p/name" + i, FailureClass.NOT_FOUND, -1, ""), NOW);
            table.snapshot(List.of(used), NOW);
        }
        assertTrue(table.snapshot(List.of(used), NOW).health().get(used.ref()).coolingDown(NOW));
    }

    @Test
    void whatWasLearnedAboutModelsIsBoundedToo() {
        for (int i = 0; i < MANY; i++) {
            table.report(new Outcome.Refused("p/name" + i, "temperature"), NOW);
            table.apply(new Change.ScaleChanged("p/name" + i, 900));
        }
        assertEquals(10_000, kept(Change.FieldLearned.class));
        assertEquals(10_000, kept(Change.ScaleChanged.class));
    }

    @Test
    void aTableThatIsMadeFromTheChangesIsTheSame() {
        for (int i = 0; i < MANY; i++) {
            table.report(new Outcome.Failed("p/name" + i, FailureClass.NOT_FOUND, -1, ""), NOW);
        }
        var copy = new RoutingTable(POLICY, _ -> {});
        List<Change> changes = table.changes();
        changes.forEach(copy::apply);
        assertEquals(new ArrayList<>(changes), copy.changes());
    }

    @Test
    void onlyWhatIsWrongWithAProvidersPresentKeyIsUnhealthy() {
        String before = "0a1b2c3d.4e5f6071";
        String now = "11111111.4e5f6071";
        table.report(new Outcome.Failed("p/old-key", FailureClass.AUTH, -1, before), NOW);
        table.report(new Outcome.Failed("p/paused", FailureClass.AUTH, -1, now), NOW);
        table.report(new Outcome.Failed("p/failed-once", FailureClass.TEMPORARY, -1, now), NOW);
        table.report(new Outcome.Failed("q/other", FailureClass.AUTH, -1, now), NOW);
        assertEquals(Set.of("p/paused"), unhealthy(now, NOW));
        assertEquals(Set.of("p/old-key"), unhealthy(before, NOW));
        assertEquals(Set.of(), unhealthy(now, NOW + 60_001));
    }

    private Set<String> unhealthy(String fingerprint, long at) {
        return table.unhealthy(Map.of("p", fingerprint), at).health().keySet();
    }
}
