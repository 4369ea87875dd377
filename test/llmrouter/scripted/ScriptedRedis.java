package llmrouter.scripted;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ServerSocketFactory;

/// Plays a Redis server that keeps nothing: it answers what the gateway sends when it connects, and a test says what it
/// answers to the rest. Scripts are known by the number of their upload: `1` picks, `2` takes reports.
public final class ScriptedRedis implements AutoCloseable {
    public static final String PICK = "1";

    /// Answers a command.
    @FunctionalInterface
    public interface Answer {
        /// @return false to have the usual answer sent
        boolean to(List<String> command, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final Answer answer;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    public ScriptedRedis(Answer answer) throws IOException {
        this(ServerSocketFactory.getDefault(), answer);
    }

    /// @param sockets e.g. those of TLS
    public ScriptedRedis(ServerSocketFactory sockets, Answer answer) throws IOException {
        this.answer = answer;
        listener = sockets.createServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                continue; // the test is over
            }
        }
    }

    private void serve(Socket socket) {
        try (socket; var in = new BufferedInputStream(socket.getInputStream());
                var out = new BufferedOutputStream(socket.getOutputStream())) {
            int scripts = 0;
            while (true) {
                List<String> command = command(in);
                if (!answer.to(command, out)) {
                    if (command.getFirst().equals("SCRIPT")) scripts++;
                    out.write(usual(command, scripts).getBytes(StandardCharsets.UTF_8));
                }
                out.flush();
            }
        } catch (IOException | InterruptedException _) {
            open.remove(socket); // the gateway has closed the connection, or the test is over
        }
    }

    private static String usual(List<String> command, int scripts) {
        return switch (command.getFirst()) {
            case "TIME" -> "*2\r\n$10\r\n" + System.currentTimeMillis() / 1000 + "\r\n$1\r\n0\r\n";
            case "SCRIPT" -> "$1\r\n" + scripts + "\r\n";
            default -> "+OK\r\n";
        };
    }

    private static List<String> command(InputStream in) throws IOException {
        var words = new ArrayList<String>();
        int count = number('*', in);
        for (int i = 0; i < count; i++) {
            byte[] word = in.readNBytes(number('$', in));
            in.skipNBytes(2);
            words.add(new String(word, StandardCharsets.UTF_8));
        }
        return words;
    }

    private static int number(char kind, InputStream in) throws IOException {
        if (in.read() != kind) throw new EOFException();
        int number = 0;
        for (int b = in.read(); b != '\r'; b = in.read()) {
            if (b < '0' || b > '9') throw new EOFException();
            number = number * 10 + (b - '0');
        }
        in.skipNBytes(1);
        return number;
    }

    public int port() {
        return listener.getLocalPort();
    }

    public String url() {
        return "redis://127.0.0.1:" + port();
    }

    /// How many connections were made in all.
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) socket.close();
    }
}
