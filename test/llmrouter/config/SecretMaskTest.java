package llmrouter.config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SecretMaskTest {
    @ParameterizedTest
    @CsvSource({"'',********", "abc,********", "abcdefghijk,********", "abcdefghijkl,ab...kl",
        "abcdefghijklmno,abc...no", "abcdefghijklmnopqrstuvwx,abcd...uvwx",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz,abcd...wxyz"})
    void keysShowAtMostAThirdOfThemselves(String key, String masked) {
        assertEquals(masked, SecretMask.key(key));
        assertTrue(masked.startsWith("*") || (masked.length() - 3) * 3 <= key.length());
    }

    @Test
    void secretsShowWhereTheyAre() {
        assertEquals("(none)", SecretMask.secret(null));
        assertEquals("$KEY", SecretMask.secret(new Secret.EnvSecret("KEY")));
        assertEquals("file ~/key", SecretMask.secret(new Secret.FileSecret("~/key")));
        assertEquals("(from a command)", SecretMask.secret(new Secret.CommandSecret("vault --token hush")));
    }
}
