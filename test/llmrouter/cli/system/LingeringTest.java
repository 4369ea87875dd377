package llmrouter.cli.system;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class LingeringTest {
    @Test
    void aServiceThatEndsAtALogoutIsTold() {
        boolean lingers = Files.exists(Path.of("/var/lib/systemd/linger", System.getProperty("user.name")));
        assertEquals(lingers ? null : "the service ends when you log out; 'loginctl enable-linger' keeps it running",
            Lingering.note("systemd"));
        assertNull(Lingering.note("launchd"));
    }
}
