package llmrouter.deploy;

/// Runs what is live in a make-believe account.
public interface WorkerRuntime extends AutoCloseable {
    /// A version of a Worker is live from now on.
    ///
    /// @param worker null when the Worker was deleted
    void live(String name, LiveWorker worker);

    /// Where a Worker answers, without a slash at its end.
    String url(String name);

    @Override
    void close();
}
