package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Secret;
import llmrouter.config.edit.EditOutcome.Edited;
import llmrouter.config.edit.EditOutcome.Newer;
import llmrouter.config.edit.EditOutcome.Refused;
import llmrouter.config.edit.EditOutcome.Unchanged;
import llmrouter.config.edit.EditOutcome.Unusable;
import llmrouter.config.edit.EditOutcome.Wrong;
import llmrouter.config.read.ConfigReader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConfigOperationTest {
    private static final MasterKeyChange KEY = new MasterKeyChange(new Secret.InlineSecret("k"));
    private static final AliasChange DANGLING = new AliasChange("a", null, "p/m", null, null);
    private static final String EMPTY = "{\"version\":2}";

    private final List<String> read = new ArrayList<>();
    private final List<ConfigOutcome> readings = new ArrayList<>();

    /// Applies a change, and keeps every text that is read and every reading.
    private <R> EditOutcome<R> apply(String before, ConfigChange<R> change) {
        return ConfigOperation.apply(before, "c.json", change, (text, file) -> {
            read.add(text);
            readings.add(ConfigReader.read(text, file));
            return readings.getLast();
        });
    }

    @Test
    void eachTextIsReadOnceAndTheOutcomeHoldsBothReadings() {
        Edited<?> edited = assertInstanceOf(Edited.class, apply(EMPTY, KEY));
        assertEquals(List.of(EMPTY, edited.text()), read);
        assertSame(readings.getFirst(), edited.before());
        assertSame(readings.getLast(), edited.after());
        assertEquals("{\"version\":2,\"masterKey\":\"k\"}", edited.text());
    }

    @Test
    void aTextThatAlreadySaysItIsReadOnce() {
        String before = "{\"version\":2,\"masterKey\":\"k\"}";
        Unchanged<?> unchanged = assertInstanceOf(Unchanged.class, apply(before, KEY));
        assertEquals(List.of(before), read);
        assertSame(readings.getFirst(), unchanged.reading());
    }

    @Test
    void aChangeThatAddsAProblemIsWrongAndEachTextIsReadOnceToo() {
        Wrong<?> wrong = assertInstanceOf(Wrong.class, apply(EMPTY, DANGLING));
        assertEquals("modelAliases.a.targets[0].ref", wrong.problems().getFirst().path());
        assertEquals(2, read.size());
    }

    @Test
    void aRefusedChangeReadsOnlyTheOldText() {
        Refused<?> refused = assertInstanceOf(Refused.class,
            apply(EMPTY, new AliasChange("a", null, null, null, null)));
        assertEquals("targets", refused.problem().field());
        assertEquals(List.of(EMPTY), read);
    }

    @Test
    void oldProblemsMayRemain() {
        String broken = "{\"version\":2,\"defaultModel\":\"x/y\"}";
        Edited<?> edited = assertInstanceOf(Edited.class, apply(broken, KEY));
        assertEquals(1, assertInstanceOf(InvalidConfig.class, edited.after()).problems().size());
    }

    @Test
    void aNewerTextIsNotTouched() {
        Newer<?> newer = assertInstanceOf(Newer.class, apply("{\"version\":3}", KEY));
        assertTrue(newer.problem().describe().startsWith("c.json:1:12: version: is 3, newer than the 2"),
            newer.problem().describe());
        assertEquals(1, read.size());
    }

    @Test
    void aTextThatIsNotJsonNamesThePlaceToCorrect() {
        Unusable<?> unusable = assertInstanceOf(Unusable.class, apply("{ broken", KEY));
        assertEquals(3, unusable.problem().column());
        assertTrue(unusable.problem().fix().contains("nothing was saved"), unusable.problem().fix());
    }

    @Test
    void noFileYetIsAnEmptyConfiguration() {
        Edited<?> edited = assertInstanceOf(Edited.class, apply("", KEY));
        assertEquals("{\n  \"version\": 2,\n  \"masterKey\": \"k\"\n}\n", edited.text());
        assertInstanceOf(ValidConfig.class, edited.before());
    }

    @Test
    void twoChangesCanBeOneOperation() {
        var alias = new AliasChange("a", null, "b", null, null);
        var both = alias.then(new AliasChange("b", null, "a", null, null));
        Wrong<?> circle = assertInstanceOf(Wrong.class, apply(EMPTY, both));
        assertTrue(circle.problems().getFirst().what().contains("refers to itself"), circle.problems().toString());
        assertEquals(2, read.size());
        var same = assertInstanceOf(Edited.class, apply(EMPTY, KEY.then(KEY)));
        assertEquals(KEY.key(), same.result());
    }
}
