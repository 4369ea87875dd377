package llmrouter.cli.system;

import java.nio.file.Files;
import java.nio.file.Path;

/// Whether systemd keeps a user's services running while that user is logged out (loginctl(1), `enable-linger`).
final class Lingering {
    /// Where systemd-logind keeps a file for each user who lingers.
    private static final Path USERS = Path.of("/var/lib/systemd/linger");

    private Lingering() {}

    /// What to tell the user about it; null if there is nothing to tell.
    static String note(String manager) {
        boolean told = !manager.equals("systemd") || Files.exists(USERS.resolve(System.getProperty("user.name")));
        return told ? null : "the service ends when you log out; 'loginctl enable-linger' keeps it running";
    }
}
