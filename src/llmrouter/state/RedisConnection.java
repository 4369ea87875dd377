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

/// One connection for everybody. One thread of its own writes the commands, as many at a time as there are; another
/// hands the replies, which come in the same order, to those who wait. So no caller's interruption or stall touches the
/// socket; and they are threads of the system, so that a crowd of requests cannot make the server look slow. The
/// connection is used until something goes wrong with it, which everyone who waits is told, and then never again.
/// Thread-safe.
final class RedisConnection implements AutoCloseable {
    private static final int CONNECT_MS = 1_000;
    /// How long a request may be held up by a server that has stopped to answer.
    private static final int REPLY_MS = 500;
    /// How long in all, if the server has many others to answer first.
    private static final int QUEUE_MS = 2_000;
    private static final int BATCH_BYTES = 64 << 10;

    private final Socket socket = new Socket();
    private final BlockingQueue<Ask> unsent = new LinkedBlockingQueue<>();
    private final Queue<CompletableFuture<RespValue>> waiting = new ConcurrentLinkedQueue<>();
    private final Consumer<IOException> onEnd;
    private final Thread writer = Thread.ofPlatform().daemon().name("redis-commands").unstarted(this::write);
    private volatile IOException end;
    private volatile long heard = System.nanoTime();

    private record Ask(byte[] command, CompletableFuture<RespValue> reply) {}

    private RedisConnection(Consumer<IOException> onEnd) {
        this.onEnd = onEnd;
    }

    /// Connects and logs in.
    ///
    /// @param onEnd told once when the connection has become useless, by whichever thread sees it
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
                heard = System.nanoTime();
                CompletableFuture<RespValue> first = waiting.poll();
                if (first == null) throw new IOException("the server answers what nobody has asked");
                first.complete(reply);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /// Sends a command and does not wait; commands take effect in the order of these calls. What is returned completes
    /// exceptionally, with an [IOException], if there is no reply.
    CompletableFuture<RespValue> send(String... command) {
        var ask = new Ask(Resp.command(command), new CompletableFuture<>());
        unsent.add(ask);
        if (end != null) ask.reply().completeExceptionally(end);
        return ask.reply();
    }

    private void write() {
        var batch = new ByteArrayOutputStream();
        try {
            while (end == null) {
                batch.reset();
                for (Ask ask = unsent.take(); ask != null; ask = batch.size() < BATCH_BYTES ? unsent.poll() : null) {
                    waiting.add(ask.reply());
                    batch.writeBytes(ask.command());
                }
                batch.writeTo(socket.getOutputStream());
            }
        } catch (IOException e) {
            fail(e);
        } catch (InterruptedException _) {
            fail(new IOException("the connection was closed"));
        }
    }

    /// Sends a command and waits for the reply, which may be an error. A server that is silent for too long loses the
    /// connection; one that is busy answering others is given a little more.
    RespValue ask(String... command) throws IOException {
        CompletableFuture<RespValue> reply = send(command);
        long began = System.nanoTime();
        for (long ms = REPLY_MS; ms > 0; ms = patience(began)) {
            try {
                return reply.copy().orTimeout(ms, TimeUnit.MILLISECONDS)
                    .join(); // which no interruption leaves half done
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

    /// Milliseconds.
    private long patience(long began) {
        long now = System.nanoTime();
        return now - began > QUEUE_MS * 1_000_000L ? 0 : REPLY_MS - (now - heard) / 1_000_000;
    }

    /// As [#ask], where an error is not an answer.
    RespValue call(String... command) throws IOException {
        RespValue reply = ask(command);
        if (reply instanceof RespError error) throw refused(command[0], error);
        return reply;
    }

    static IOException refused(String command, RespError error) {
        return new IOException("the server refuses " + command + ": " + Printable.of(error.text(), 200));
    }

    /// Ends the connection for everybody.
    void fail(IOException cause) {
        synchronized (this) {
            if (end != null) return;
            end = cause;
        }
        close();
        for (var reply = waiting.poll(); reply != null; reply = waiting.poll()) reply.completeExceptionally(cause);
        for (var ask = unsent.poll(); ask != null; ask = unsent.poll()) ask.reply().completeExceptionally(cause);
        onEnd.accept(cause);
    }

    @Override
    public void close() {
        writer.interrupt();
        try {
            socket.close();
        } catch (IOException _) {
            // closed for whoever uses it, which is all that was asked
        }
    }
}
