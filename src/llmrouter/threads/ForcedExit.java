package llmrouter.threads;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// Ends a process that cannot go on: says why, lets the last things be written, and ends after a few seconds even if
/// one of both hangs. The exit hooks of the JVM are not run, because they may hang too.
///
/// All that it needs is made at the beginning. A part of the heap is kept free for the last line.
public final class ForcedExit {
    /// EX_SOFTWARE of sysexits(3).
    public static final int CODE = 70;

    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(3);
    private static final int RESERVE = 256 << 10;
    private static final byte[] WITHOUT_MEMORY =
        "llm-router: the gateway cannot go on; there is no memory to say why\n".getBytes(StandardCharsets.US_ASCII);

    private final Consumer<String> say;
    private final IntConsumer halt;
    private final OutputStream raw = new FileOutputStream(FileDescriptor.err);
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Thread limit = Thread.ofPlatform().daemon().name("forced-exit").unstarted(this::limit);
    private volatile byte[] reserve = new byte[RESERVE];

    /// @param say  prints a line
    /// @param halt ends the process at once with this exit code
    public ForcedExit(Consumer<String> say, IntConsumer halt) {
        this.say = say;
        this.halt = halt;
        limit.start();
    }

    /// Ends the process.
    ///
    /// @param why  the line that is printed
    /// @param last what is still to be written
    public void end(String why, Runnable last) {
        if (!begun.compareAndSet(false, true)) return;
        reserve = null;
        LockSupport.unpark(limit);
        try {
            say(why);
            last.run();
        } catch (Throwable _) {
            // what cannot be written any more is lost
        }
        halt.accept(CODE);
    }

    private void say(String why) throws IOException {
        try {
            say.accept(why);
        } catch (Throwable _) {
            raw.write(WITHOUT_MEMORY);
        }
    }

    private void limit() {
        while (!begun.get()) LockSupport.park(this);
        long began = System.nanoTime();
        while (System.nanoTime() - began < LONGEST_NS) LockSupport.parkNanos(this, LONGEST_NS);
        halt.accept(CODE);
    }
}
