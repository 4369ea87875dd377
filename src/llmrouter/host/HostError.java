package llmrouter.host;

/// A gateway cannot be started or read as it was asked for: what is wrong, where, and the fix. The message never
/// holds a secret. A command turns it into its exit code, a menu shows it.
public final class HostError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean usage;

    private HostError(boolean usage, String message) {
        super(message, null, false, false);
        this.usage = usage;
    }

    /// The user must change the command line, the environment or the configuration.
    public static HostError usage(String message) {
        return new HostError(true, message);
    }

    /// What was asked for is right, but this machine cannot do it now.
    public static HostError failed(String message) {
        return new HostError(false, message);
    }

    /// Whether the user must change something; otherwise it failed.
    public boolean isUsage() {
        return usage;
    }
}
