package llmrouter.cli;

/// Ends a command with a message for the user: what is wrong, where, and the fix. Never a secret.
public final class CliError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int exitCode;

    private CliError(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /// The user must change the command line, the environment or the configuration: [ExitCode#WRONG_INPUT].
    public static CliError usage(String message) {
        return new CliError(ExitCode.WRONG_INPUT, message);
    }

    /// The command line was right, but the command could not be carried out: [ExitCode#FAILED].
    public static CliError failed(String message) {
        return new CliError(ExitCode.FAILED, message);
    }

    int exitCode() {
        return exitCode;
    }
}
