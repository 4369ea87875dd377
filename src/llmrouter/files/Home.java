package llmrouter.files;

import java.nio.file.Path;

import llmrouter.text.Ws;

/// The user's home folder: what `~` means.
public final class Home {
    private Home() {}

    /// `$HOME`, as every shell understands it; without it what the JDK knows from the system's user database.
    public static Path folder() {
        String home = System.getenv("HOME");
        return Path.of(Ws.blank(home) ? System.getProperty("user.home") : home);
    }
}
