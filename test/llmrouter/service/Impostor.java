package llmrouter.service;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Another program that has a gateway's port: it writes down every byte that it gets, and answers what a test wants.
final class Impostor implements AutoCloseable {
    private final ServerSocket listener;
    private final Answers answers;
    private final List<String> seen = new CopyOnWriteArrayList<>();

    /// What it answers.
    @FunctionalInterface
    interface Answers {
        /// @param request its head, without a body
        /// @return the bytes of the answer
        String to(String request) throws IOException;
    }

    Impostor(int port, Answers answers) throws IOException {
        this.answers = answers;
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// The heads of all requests.
    List<String> seen() {
        return seen;
    }

    private void accept() {
        while (true) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            seen.add(head);
            client.getOutputStream().write(answers.to(head).getBytes(StandardCharsets.UTF_8));
            client.getOutputStream().flush();
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
        } catch (IOException _) {
            return; // the command has enough
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) break;
            head.append((char) c);
        }
        return head.toString();
    }

    /// The value of a header field of a request, or an empty text.
    static String field(String head, String name) {
        return head.lines().filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":"))
            .map(line -> line.substring(name.length() + 1).strip()).findFirst().orElse("");
    }

    /// An answer with a JSON text and fields.
    static String answer(int status, String body, String... fields) {
        var out = new StringBuilder("HTTP/1.1 " + status + " x\r\ncontent-type: application/json\r\ncontent-length: "
            + body.getBytes(StandardCharsets.UTF_8).length + "\r\nconnection: close\r\n");
        for (String field : fields) out.append(field).append("\r\n");
        return out + "\r\n" + body;
    }

    /// What a program answers that got these bytes on a connection of its own.
    static String exchange(int port, String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
