package llmrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class VersionTest {
    @Test
    void isThreeNumbers() {
        assertEquals(true, Version.CURRENT.matches("\\d+\\.\\d+\\.\\d+"));
    }
}
