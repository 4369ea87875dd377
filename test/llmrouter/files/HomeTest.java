package llmrouter.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HomeTest {
    @TempDir
    private Path folder;

    @Test
    void theVariableCountsAndElseTheDatabase() {
        assertNull(Home.problem(folder.toString(), "?"));
        assertNull(Home.problem(null, folder.toString()));
        assertNull(Home.problem(" ", folder.toString()));
        assertEquals("HOME=/no/such/folder does not exist; make that folder, or set HOME to a folder that this "
            + "user can write", Home.problem("/no/such/folder", folder.toString()));
        assertTrue(Home.problem(null, "/no/such/folder").startsWith("the home folder /no/such/folder of this user"));
    }

    /// The JDK says `?` for a user that the system does not know.
    @Test
    void aUserWithoutAnEntryHasNone() {
        String none = "HOME is not set, and the system knows no home folder of this user; set HOME to a folder that "
            + "this user can write";
        assertEquals(none, Home.problem(null, "?"));
        assertEquals(none, Home.problem("", "?"));
        assertEquals(none, Home.problem(null, null));
    }

    @Test
    void whatIsNoFolderIsNone() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertTrue(Home.problem(file.toString(), "?").contains("is not a folder"));
        assertTrue(Home.problem("~", "?").contains("is no absolute path"));
        assertTrue(Home.problem("a\0b", "?").contains("is no path"));
    }

    @Test
    void nothingCanBeMadeNowhere() {
        assertThrows(IOException.class, () -> Files.createDirectories(Home.NOWHERE));
        assertThrows(IOException.class, () -> Files.writeString(Home.NOWHERE.resolve("x"), ""));
        assertFalse(Files.exists(Home.NOWHERE));
    }

    @Test
    void namesAreUsableInTheEncodingOfTheLocale() {
        assertTrue(FileNames.usable("/home/ada", "ANSI_X3.4-1968"));
        assertFalse(FileNames.usable("/home/J\ufffd\ufffdrg", "ANSI_X3.4-1968"));
        assertFalse(FileNames.usable("/home/\u6a21", "ISO-8859-1"));
        assertTrue(FileNames.usable("/home/J\u00f6rg", "UTF-8"));
        assertTrue(FileNames.usable("/home/J\u00f6rg", "no-such-encoding"));
    }
}
