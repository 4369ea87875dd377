package llmrouter.startup;

import java.io.IOException;

/// A service cannot be installed, removed, started or stopped: what is wrong, where, and the fix.
public final class StartupError extends IOException {
    private static final long serialVersionUID = 1L;

    StartupError(String message) {
        super(message);
    }
}
