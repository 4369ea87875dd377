package llmrouter.cli;

/// The exit codes of commands.
public final class ExitCode {
    /// The command did what was asked.
    public static final int DONE = 0;
    /// The command line was right, but the command could not be carried out.
    public static final int FAILED = 1;
    /// The user must change the command line, the environment or the configuration.
    public static final int WRONG_INPUT = 2;

    private ExitCode() {}
}
