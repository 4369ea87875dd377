package llmrouter;

import java.io.DataInputStream;
import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JavaCheckTest {
    private static final int JAVA_8 = 52;

    @Test
    void anOlderJavaIsToldApartFromANewEnoughOne() {
        for (String old : new String[] {"1.7", "1.8", "9", "11", "17", "21", "24"}) {
            assertTrue(JavaCheck.isTooOld(old), old);
        }
        for (String other : new String[] {"25", "26", "100", "25-ea", ""}) {
            assertFalse(JavaCheck.isTooOld(other), other);
        }
    }

    @Test
    void oneLineSaysWhatIsNeededAndWhatWasFound() {
        String message = JavaCheck.message("17.0.1", "/usr");
        assertTrue(message.startsWith("llm-router needs Java 25 or newer; this is 17.0.1 (/usr/bin/java). "), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void java8CanLoadTheMainClassOfTheJar() throws IOException {
        try (var bytes = JavaCheck.class.getResourceAsStream("JavaCheck.class")) {
            assertNotNull(bytes);
            var file = new DataInputStream(bytes);
            assertEquals(0xCAFEBABE, file.readInt());
            file.readUnsignedShort();
            assertEquals(JAVA_8, file.readUnsignedShort());
        }
    }
}
