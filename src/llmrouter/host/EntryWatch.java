package llmrouter.host;

import java.time.Duration;
import java.util.function.Consumer;

import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.threads.Rounds;

/// Enters a gateway into the instances file again if the file is deleted while it listens: without the entry the
/// user's commands do not find it. A file that could not be written in the first place is left alone; that was said
/// then.
final class EntryWatch implements AutoCloseable {
    private static final Duration USUAL_PERIOD = Duration.ofSeconds(5);

    private final Instances instances;
    private final Instance own;
    private final Duration period;
    private final Consumer<String> say;
    private final Thread thread;
    private volatile boolean closed;

    /// @param own that is in the file
    /// @param say gets a line at each repair
    EntryWatch(Instances instances, Instance own, Consumer<String> say) {
        this(instances, own, USUAL_PERIOD, say);
    }

    EntryWatch(Instances instances, Instance own, Duration period, Consumer<String> say) {
        this.instances = instances;
        this.own = own;
        this.period = period;
        this.say = say;
        thread = instances.isThere() ? Thread.ofVirtual().name("entry-watch").start(this::run) : null;
    }

    private void run() {
        Rounds.repeat(() -> closed, () -> {
            Thread.sleep(period);
            look();
        });
    }

    private synchronized void look() {
        if (closed || instances.isThere()) return;
        instances.add(own);
        say.accept("the list of running gateways was deleted; this one is in a new list");
    }

    /// Whether there is a list to look for.
    boolean looks() {
        return thread != null;
    }

    /// Waits for a look that has begun; after that nothing is changed any more.
    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) thread.interrupt();
    }
}
