package llmrouter.upstream.connection;

import java.util.concurrent.Executor;

/// Runs what the JDK's HTTP client has to do where it arises, not on a thread of its own.
///
/// ```
/// the request's thread ── sends the head and the body
/// the client's reading thread ── waits for all sockets ── reads ── tells UpstreamCall ──▶ the request's Mailbox
/// another thread ── steps of TLS handshakes, what follows a failure
/// ```
/// To start a thread for each piece that is read costs more than to read the piece and to pass it on. The price is that
/// one thread reads for all calls of a client. **What the client calls must never block**, or all streams of the client
/// stand still. Two kinds of work take long and are done elsewhere: the steps of TLS handshakes, which are some
/// milliseconds of arithmetic each, and what this program does after a failure. Whatever may block asserts
/// [#mayBlock].
///
/// A lost reading thread fails all calls of its client, and [ClientPool] then replaces the client.
public final class ClientTasks implements Executor {
    /// The class whose tasks are steps of a handshake (JDK 25). If a later JDK has another name for it, the steps are
    /// done on the reading thread: calls stay correct, but wait for each other's handshakes.
    private static final String HANDSHAKES = "jdk.internal.net.http.common.SSLFlowDelegate";
    /// Whether the tasks of a class are such steps. To compare its name for each task would cost a per cent of a small
    /// request.
    private static final ClassValue<Boolean> IS_HANDSHAKE = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> task) {
            return task.getName().startsWith(HANDSHAKES);
        }
    };
    /// How the JDK names its reading threads, `HttpClient-1-SelectorManager`.
    private static final String READING = "-SelectorManager";

    private final Executor threads;

    /// @param threads virtual threads
    public ClientTasks(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        if (IS_HANDSHAKE.get(task.getClass())) threads.execute(task);
        else task.run();
    }

    /// Whether the calling thread may wait: it is not the reading thread of a client.
    public static boolean mayBlock() {
        return !Thread.currentThread().getName().endsWith(READING);
    }
}
