package llmrouter.files;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class MasterKeysTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Abcdefghijklmnopqrstuvw1|0", "short|2", "abcdefghijklmnopqrstuvwx|1", "Abcdefghijklmnop-Secret-1|1", "Abcdefghijklmno-passWORD1|1",
        "Abcdefghijklmnop111111vw|1", "Abcdefghijklmnopq11111vw|0", "aaaaaa|3"})
    void weaknessesAreAllListed(String key, int weaknesses) {
        assertEquals(weaknesses, MasterKeys.weaknesses(key).size(), () -> MasterKeys.weaknesses(key).toString());
    }

    @Test
    void newKeysAreStrongAndDiffer() {
        for (int length : new int[] {24, 48, 256}) {
            String key = MasterKeys.generate(length, "gw_");
            assertEquals(Math.max(length, 27), key.length());
            assertEquals(List.of(), MasterKeys.weaknesses(key));
            assertNotEquals(key, MasterKeys.generate(length, "gw_"));
        }
        assertEquals(48, MasterKeys.generate(48, "").length());
    }

    @Test
    void aPrefixThatMakesEveryKeyWeakIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> MasterKeys.generate(48, "admin-"));
    }
}
