package llmrouter.cli;

/// Ends a command with a message for the person at the keyboard: what is wrong, where, and the fix. Never a secret.
public final class CliError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int exitCode;

    private CliError(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /// The user must change the command line, the environment or the configuration: exit code 2.
    public static CliError usage(String message) {
        return new CliError(2, message);
    }

    /// The command was right but could not be carried out: exit code 1.
    public static CliError failed(String message) {
        return new CliError(1, message);
    }

    int exitCode() {
        return exitCode;
    }
}
