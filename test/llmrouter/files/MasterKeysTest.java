package llmrouter.files;

import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.config.edit.MasterKeyStrength;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class MasterKeysTest {
    @Test
    void newKeysAreStrongAndDiffer() {
        for (int length : new int[] {24, 48, 256}) {
            String key = MasterKeys.generate(length, "gw_");
            assertEquals(Math.max(length, 27), key.length());
            assertEquals(List.of(), MasterKeyStrength.weaknesses(key));
            assertNotEquals(key, MasterKeys.generate(length, "gw_"));
        }
        assertEquals(48, MasterKeys.generate(48, "").length());
    }

    @Test
    void aPrefixThatMakesEveryKeyWeakIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> MasterKeys.generate(48, "admin-"));
    }
}
