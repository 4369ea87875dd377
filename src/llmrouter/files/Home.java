package llmrouter.files;

import java.nio.file.Path;

import llmrouter.text.Ws;

/// The user's home folder: what `~` means.
public final class Home {
    private Home() {}

    /// `$HOME`, as in every shell; if it is not set, the folder in the system's user database, as the JDK reads it.
    public static Path folder() {
        String home = System.getenv("HOME");
        return Path.of(Ws.blank(home) ? System.getProperty("user.home") : home);
    }
}
