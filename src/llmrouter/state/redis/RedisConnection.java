package llmrouter.state.redis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
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
import llmrouter.state.redis.RespValue.RespError;
import llmrouter.text.Printable;

/// One connection to a Redis server, shared by all requests of this process. Thread-safe.
///
/// One thread writes the commands, as many at a time as are waiting; another reads the replies, which come in the order
/// of the commands, and completes the futures of the callers. So a caller that is interrupted or slow does not affect
/// the socket. Both are platform threads: with virtual ones, a high number of requests could make the server seem slow.
/// After the first error all callers get that error, and the connection is not used again.
///
/// Each command says how large its reply may be, so that replies that callers hold at the same time cannot fill the
/// heap. A reply that is larger, or that no command waits for, is an error as soon as that is known.
final class RedisConnection implements AutoCloseable {
    private static final int CONNECT_MS = 1_000;
    /// How long a caller waits for a server that sends nothing at all.
    private static final int REPLY_MS = 500;
    /// How long a caller waits in all, if the server sends other replies first.
    private static final int QUEUE_MS = 2_000;
    private static final int BATCH_BYTES = 64 << 10;
    /// How large the reply to a usual command may be.
    private static final int SMALL = 16 << 10;

    private final Socket socket = new Socket();
    private final BlockingQueue<Command> unsent = new LinkedBlockingQueue<>();
    private final Queue<Command> waiting = new ConcurrentLinkedQueue<>();
    private final Consumer<IOException> onEnd;
    private final Thread writer = Thread.ofPlatform().daemon().name("redis-commands").unstarted(this::write);
    private volatile OutputStream out;
    private volatile boolean secure;
    private volatile boolean replied;
    private volatile IOException end;
    /// When the last reply came, by `System.nanoTime`.
    private volatile long lastReply = System.nanoTime();

    /// @param most how large the reply may be
    private record Command(byte[] bytes, int most, CompletableFuture<RespValue> reply) {}

    private RedisConnection(Consumer<IOException> onEnd) {
        this.onEnd = onEnd;
    }

    /// Connects and logs in.
    ///
    /// @param onEnd called once when the connection has failed, by the thread that notices it
    /// @throws IOException says why not, without any secret
    static RedisConnection open(StateBackend.RedisState where, RedisTls tls, Consumer<IOException> onEnd)
            throws IOException {
        var connection = new RedisConnection(onEnd);
        try {
            connection.connect(where, tls);
            return connection;
        } catch (IOException e) {
            connection.fail(e);
            throw connection.end;
        }
    }

    private void connect(StateBackend.RedisState where, RedisTls tls) throws IOException {
        var address = new InetSocketAddress(where.host(), where.port());
        if (address.isUnresolved()) throw new IOException("the host's name cannot be resolved");
        socket.setTcpNoDelay(true);
        socket.connect(address, CONNECT_MS);
        secure = where.tls();
        Socket spoken = secure ? tls.over(socket, where.host(), where.port()) : socket;
        InputStream in = spoken.getInputStream();
        out = spoken.getOutputStream();
        Thread.ofPlatform().daemon().name("redis-replies").start(() -> deliver(new BufferedInputStream(in, 16 << 10)));
        writer.start();
        if (where.password() != null && ask(SMALL, login(where)) instanceof RespError refused) {
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
                RespValue reply = Resp.read(in, this::allowance);
                lastReply = System.nanoTime();
                replied = true;
                Command first = waiting.poll();
                if (first != null) first.reply().complete(reply);
            }
        } catch (IOException e) {
            fail(e);
        } catch (OutOfMemoryError e) {
            fail(new IOException("there was no memory for a reply", e));
        } catch (RuntimeException | Error e) {
            fail(new IOException("its replies cannot be read", e));
            throw e;
        }
    }

    /// A command waits for its reply before it is sent, so a reply that finds none was not asked for.
    private int allowance() throws IOException {
        Command first = waiting.peek();
        if (first == null) throw new IOException("the server sent a reply without a command");
        return first.most();
    }

    /// Sends a command and does not wait; commands take effect in the order of these calls. What is returned completes
    /// exceptionally, with an [IOException], if there is no reply.
    CompletableFuture<RespValue> send(String... command) {
        return send(SMALL, command);
    }

    private CompletableFuture<RespValue> send(int most, String... command) {
        var entry = new Command(Resp.command(command), most, new CompletableFuture<>());
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
                    waiting.add(next);
                    batch.writeBytes(next.bytes());
                    next = batch.size() < BATCH_BYTES ? unsent.poll() : null;
                }
                batch.writeTo(out);
            }
        } catch (IOException e) {
            fail(e);
        } catch (InterruptedException _) {
            fail(new IOException("the connection was closed"));
        } catch (OutOfMemoryError e) {
            fail(new IOException("there was no memory for a command", e));
        } catch (RuntimeException | Error e) {
            fail(new IOException("commands cannot be sent", e));
            throw e;
        }
        if (end != null) drain(end); // a command that was taken while the connection failed
    }

    /// Sends a command and waits for the reply, which may be an error. A server that is silent for too long loses the
    /// connection; one that is busy answering others is given a little more.
    ///
    /// @param most how large the reply may be
    RespValue ask(int most, String... command) throws IOException {
        CompletableFuture<RespValue> reply = send(most, command);
        try {
            return await(reply);
        } catch (SilentServer silent) {
            fail(silent);
            throw silent;
        }
    }

    /// Sends some commands at once and waits for all replies, as long as [#ask] waits for one. A server that is too
    /// slow keeps the connection: this is for people, and the requests of clients will notice.
    List<RespValue> askAll(List<String[]> commands) throws IOException {
        var replies = commands.stream().map(command -> send(Resp.LARGEST_REPLY, command)).toList();
        await(CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new)));
        return replies.stream().map(CompletableFuture::join).toList();
    }

    private static final class SilentServer extends IOException {
        private static final long serialVersionUID = 1L;

        SilentServer() {
            super("there was no answer for " + REPLY_MS + " ms");
        }
    }

    private <T> T await(CompletableFuture<T> reply) throws IOException {
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
        throw new SilentServer();
    }

    /// Milliseconds that a caller goes on waiting; 0 or less to give up.
    private long remainingMs(long began) {
        long now = System.nanoTime();
        return now - began > QUEUE_MS * 1_000_000L ? 0 : REPLY_MS - (now - lastReply) / 1_000_000;
    }

    /// As [#ask], but an error reply is thrown. The reply is short.
    RespValue call(String... command) throws IOException {
        return call(SMALL, command);
    }

    RespValue call(int most, String... command) throws IOException {
        RespValue reply = ask(most, command);
        if (reply instanceof RespError error) throw refused(command[0], error);
        return reply;
    }

    static IOException refused(String command, RespError error) {
        return new IOException("the server refuses " + command + ": " + Printable.of(error.text(), 200));
    }

    /// Ends the connection; all waiting callers get the cause.
    void fail(IOException failure) {
        IOException cause = refusedPlainText(failure) ? new IOException("the server closed the connection before any "
            + "reply; if it speaks TLS, write rediss:// in LLM_ROUTER_STATE_BACKEND", failure) : failure;
        synchronized (this) {
            if (end != null) return;
            end = cause;
        }
        close();
        drain(cause);
        onEnd.accept(cause);
    }

    /// A server that speaks TLS may close the connection without a word.
    private boolean refusedPlainText(IOException failure) {
        if (out == null || secure || replied) return false;
        return failure instanceof EOFException || failure instanceof SocketException;
    }

    private void drain(IOException cause) {
        for (Queue<Command> all : List.of(waiting, unsent)) {
            for (Command command = all.poll(); command != null; command = all.poll()) {
                command.reply().completeExceptionally(cause);
            }
        }
    }

    /// Whether the server is on this machine.
    boolean isLocal() {
        return socket.getInetAddress().isLoopbackAddress();
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
