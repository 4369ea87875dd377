package llmrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedTest {
    @ParameterizedTest
    @CsvSource({"'',********", "abc,********", "abcdefghijk,********", "abcdefghijkl,ab...kl", "abcdefghijklmno,abc...no", "abcdefghijklmnopqrstuvwx,abcd...uvwx",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz,abcd...wxyz"})
    void keysShowAtMostAThirdOfThemselves(String key, String masked) {
        assertEquals(masked, Masked.key(key));
        assertTrue(masked.startsWith("*") || (masked.length() - 3) * 3 <= key.length());
    }

    @Test
    void secretsShowWhereTheyAre() {
        assertEquals("(none)", Masked.secret(null));
        assertEquals("$KEY", Masked.secret(new Secret.EnvSecret("KEY")));
        assertEquals("file ~/key", Masked.secret(new Secret.FileSecret("~/key")));
        assertEquals("(from a command)", Masked.secret(new Secret.CommandSecret("vault --token hush")));
    }
}
