package llmrouter.config.edit;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.config.Secret;

import static org.junit.jupiter.api.Assertions.assertEquals;

class MasterKeyStrengthTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Abcdefghijklmnopqrstuvw1|0", "short|2", "abcdefghijklmnopqrstuvwx|1",
        "Abcdefghijklmnop-Secret-1|1", "Abcdefghijklmno-passWORD1|1", "Abcdefghijklmnop111111vw|1",
        "Abcdefghijklmnopq11111vw|0",
        "aaaaaa|3"})
    void weaknessesAreAllListed(String key, int weaknesses) {
        assertEquals(weaknesses, MasterKeyStrength.weaknesses(key).size(), () -> MasterKeyStrength.weaknesses(key)
            .toString());
    }

    @Test
    void aKeyThatIsKeptElsewhereIsNotJudged() {
        assertEquals(List.of(), new MasterKeyChange(new Secret.EnvSecret("KEY")).weaknesses());
        assertEquals(2, new MasterKeyChange(new Secret.InlineSecret("short")).weaknesses().size());
    }
}
