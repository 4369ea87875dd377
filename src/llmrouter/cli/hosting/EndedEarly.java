package llmrouter.cli.hosting;

import llmrouter.cli.Invocation;

/// What is said if a signal ends the process in the middle of the steps: how to go on, and the new key, which may be
/// set already and could not be had again.
final class EndedEarly implements AutoCloseable {
    private final Runnable takeBack;

    /// @param key that was made and is not shown yet; null if none was made
    EndedEarly(Invocation in, String key) {
        takeBack = in.shell().stop().beforeEnd(() -> {
            in.say("interrupted: what was sent may be live already; run the same command again");
            if (key != null) in.say("the new master key, if it was set already: " + key);
        });
    }

    @Override
    public void close() {
        takeBack.run();
    }
}
