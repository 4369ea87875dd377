package llmrouter.state;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import llmrouter.config.StateBackend;
import llmrouter.state.RespValue.RespError;
import llmrouter.text.Printable;

/// One connection to a Redis server, shared by all requests of this process. Thread-safe.
///
/// One thread writes the commands, as many at a time as are waiting; another reads the replies, which come in the order
/// of the commands, and completes the futures of the callers. So a caller that is interrupted or slow does not affect
/// the socket. Both are platform threads: with virtual ones, a high number of requests could make the server seem slow.
/// After the first error all callers get that error, and the connection is not used again.
final class RedisConnection implements AutoCloseable {
    private static final int CONNECT_MS = 1_000;
    /// How long a caller waits for a server that sends nothing at all.
    private static final int REPLY_MS = 500;
    /// How long a caller waits in all, if the server sends other replies first.
    private static final int QUEUE_MS = 2_000;
    private static final int BATCH_BYTES = 64 << 10;

    private final Socket socket = new Socket();
    private final BlockingQueue<Command> unsent = new LinkedBlockingQueue<>();
    private final Queue<CompletableFuture<RespValue>> waiting = new ConcurrentLinkedQueue<>();
    private final Consumer<IOException> onEnd;
    private final Thread writer = Thread.ofPlatform().daemon().name("redis-commands").unstarted(this::write);
    private volatile IOException end;
    /// When the last reply came, by `System.nanoTime`.
    private volatile long lastReply = System.nanoTime();

    private record Command(byte[] bytes, CompletableFuture<RespValue> reply) {}

    private RedisConnection(Consumer<IOException> onEnd) {
        this.onEnd = onEnd;
    }

    /// Connects and logs in.
    ///
    /// @param onEnd called once when the connection has failed, by the thread that notices it
    /// @throws IOException says why not, without any secret
    static RedisConnection open(StateBackend.RedisState where, Consumer<IOException> onEnd) throws IOException {
        var connection = new RedisConnection(onEnd);
        try {
            connection.connect(where);
            return connection;
        } catch (IOException e) {
            connection.fail(e);
            throw e;
        }
    }

    private void connect(StateBackend.RedisState where) throws IOException {
        var address = new InetSocketAddress(where.host(), where.port());
        if (address.isUnresolved()) throw new IOException("the host's name cannot be resolved");
        socket.setTcpNoDelay(true);
        socket.connect(address, CONNECT_MS);
        InputStream in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
        Thread.ofPlatform().daemon().name("redis-replies").start(() -> deliver(in));
        writer.start();
        if (where.password() != null && ask(login(where)) instanceof RespError refused) {
            // some servers repeat the command in their error, and with it the password
            throw new IOException("the login was refused (" + refused.code()
                + "): check user and password in LLM_ROUTER_STATE_BACKEND");
        }
        if (where.database() != 0) call("SELECT", Integer.toString(where.database()));
    }

    private static String[] login(StateBackend.RedisState where) {
        return where.user() == null ? new String[] {"AUTH", where.password()}
            : new String[] {"AUTH", where.user(), where.password()};
    }

    private void deliver(InputStream in) {
        try {
            while (true) {
                RespValue reply = Resp.read(in);
                lastReply = System.nanoTime();
                CompletableFuture<RespValue> first = waiting.poll();
                if (first == null) throw new IOException("the server sent a reply without a command");
                first.complete(reply);
            }
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(new IOException("its replies cannot be read", e));
            throw e;
        }
    }

    /// Sends a command and does not wait; commands take effect in the order of these calls. What is returned completes
    /// exceptionally, with an [IOException], if there is no reply.
    CompletableFuture<RespValue> send(String... command) {
        var entry = new Command(Resp.command(command), new CompletableFuture<>());
        unsent.add(entry);
        if (end != null) entry.reply().completeExceptionally(end);
        return entry.reply();
    }

    private void write() {
        var batch = new ByteArrayOutputStream();
        try {
            while (end == null) {
                batch.reset();
                Command next = unsent.take();
                while (next != null) {
                    waiting.add(next.reply());
                    batch.writeBytes(next.bytes());
                    next = batch.size() < BATCH_BYTES ? unsent.poll() : null;
                }
                batch.writeTo(socket.getOutputStream());
            }
        } catch (IOException e) {
            fail(e);
        } catch (InterruptedException _) {
            fail(new IOException("the connection was closed"));
        } catch (RuntimeException | Error e) {
            fail(new IOException("commands cannot be sent", e));
            throw e;
        }
    }

    /// Sends a command and waits for the reply, which may be an error. A server that is silent for too long loses the
    /// connection; one that is busy answering others is given a little more.
    RespValue ask(String... command) throws IOException {
        CompletableFuture<RespValue> reply = send(command);
        long began = System.nanoTime();
        for (long ms = REPLY_MS; ms > 0; ms = remainingMs(began)) {
            try {
                // join: an interruption of the caller must not leave a reply unread
                return reply.copy().orTimeout(ms, TimeUnit.MILLISECONDS).join();
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof TimeoutException)) {
                    throw new IOException(e.getCause().getMessage(), e.getCause());
                }
            }
        }
        var silent = new IOException("there was no answer for " + REPLY_MS + " ms");
        fail(silent);
        throw silent;
    }

    /// Milliseconds that a caller goes on waiting; 0 or less to give up.
    private long remainingMs(long began) {
        long now = System.nanoTime();
        return now - began > QUEUE_MS * 1_000_000L ? 0 : REPLY_MS - (now - lastReply) / 1_000_000;
    }

    /// As [#ask], but an error reply is thrown.
    RespValue call(String... command) throws IOException {
        RespValue reply = ask(command);
        if (reply instanceof RespError error) throw refused(command[0], error);
        return reply;
    }

    static IOException refused(String command, RespError error) {
        return new IOException("the server refuses " + command + ": " + Printable.of(error.text(), 200));
    }

    /// Ends the connection; all waiting callers get the cause.
    void fail(IOException cause) {
        synchronized (this) {
            if (end != null) return;
            end = cause;
        }
        close();
        for (var reply = waiting.poll(); reply != null; reply = waiting.poll()) reply.completeExceptionally(cause);
        for (var command = unsent.poll(); command != null; command = unsent.poll()) {
            command.reply().completeExceptionally(cause);
        }
        onEnd.accept(cause);
    }

    @Override
    public void close() {
        writer.interrupt();
        try {
            socket.close();
        } catch (IOException _) {
            // the socket is closed nevertheless
        }
    }
}
