package llmrouter.cli.connect;

/// What signals to this process do to the client that it runs: the first asks it to end, the second ends it. A signal
/// that comes before the client has started counts once it has. For several threads.
final class ClientSignals implements Runnable {
    private Process process;
    private int signals;

    /// The client has started.
    synchronized void began(Process client) {
        process = client;
        if (signals > 0) end();
    }

    /// A signal came.
    @Override
    public synchronized void run() {
        signals++;
        if (process != null) end();
    }

    private void end() {
        if (signals == 1) process.destroy();
        else process.destroyForcibly(); // it does not heed the first one
    }
}
