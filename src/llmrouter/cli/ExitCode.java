package llmrouter.cli;

/// The exit codes of commands. Besides these, a gateway that cannot go on ends its process with
/// [llmrouter.threads.ForcedExit#CODE], the JVM ends one that has no memory with 3, and the second signal ends one with
/// the number of the signal and 128.
public final class ExitCode {
    /// The command did what was asked.
    public static final int DONE = 0;
    /// The command line was right, but the command could not be carried out.
    public static final int FAILED = 1;
    /// The user must change the command line, the environment or the configuration.
    public static final int WRONG_INPUT = 2;

    private ExitCode() {}
}
