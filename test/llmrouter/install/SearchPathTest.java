package llmrouter.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SearchPathTest {

    @Test
    void foldersCountHoweverTheyAreSpelled() {
        SearchPath path = SearchPath.of("/usr/bin::/home/ada/.local/bin/:/x/../y");
        assertTrue(path.has(Path.of("/home/ada/.local/bin")));
        assertTrue(path.has(Path.of("/y")));
        assertFalse(path.has(Path.of("/home/ada")));
        assertFalse(SearchPath.of(null).has(Path.of("/")));
    }

    @Test
    void aProgramThatTheShellFindsFirstIsNamed(@TempDir Path folder) throws IOException {
        Path other = Files.createDirectories(folder.resolve("first")).resolve("llm-router");
        Files.writeString(other, "");
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwx------"));
        Path own = folder.resolve("second/llm-router");
        assertEquals(other, SearchPath.of(folder.resolve("first") + ":" + own.getParent()).before(own));
        assertNull(SearchPath.of(own.getParent() + ":" + folder.resolve("first")).before(own));
        assertNull(SearchPath.of(own.getParent().toString()).before(own));
    }

    @Test
    void theLineToAddAFolderFitsTheUsersShell() {
        Path bin = Path.of("/home/ada/.local/bin");
        assertEquals("echo 'export PATH=/home/ada/.local/bin:\"$PATH\"' >> ~/.bashrc",
            SearchPath.addition(bin, "/bin/bash"));
        assertEquals("echo 'export PATH=/home/ada/.local/bin:\"$PATH\"' >> ~/.zshrc",
            SearchPath.addition(bin, "/usr/bin/zsh"));
        assertEquals("fish_add_path /home/ada/.local/bin", SearchPath.addition(bin, "/usr/bin/fish"));
        assertEquals("echo 'export PATH='\\''/a b'\\'':\"$PATH\"' >> ~/.profile",
            SearchPath.addition(Path.of("/a b"), null));
    }
}
