package llmrouter.service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/// A client of a gateway that sends what costs memory. Raw sockets, so that a test decides what is sent when. Each is
/// for one request.
final class Flood implements AutoCloseable {
    private static final int PATIENCE_MS = 60_000;

    private final Socket socket;

    private Flood(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
    }

    /// Sends a whole request.
    static Flood post(int port, String path, byte[] body, String... fields) throws IOException {
        var flood = new Flood(port);
        flood.head(path, "content-length: " + body.length + String.join("", fields));
        flood.send(body, 0, body.length);
        return flood;
    }

    static Flood post(int port, String path, String body) throws IOException {
        return post(port, path, body.getBytes(StandardCharsets.UTF_8));
    }

    /// Begins a body in chunks, whose length is not known before.
    static Flood begin(int port, String path) throws IOException {
        var flood = new Flood(port);
        flood.head(path, "transfer-encoding: chunked");
        return flood;
    }

    private void head(String path, String fields) throws IOException {
        String head = "POST " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
            + fields + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Sends as much as the gateway takes: it may refuse the request while it is being sent.
    private void send(byte[] bytes, int from, int to) {
        try {
            OutputStream out = socket.getOutputStream();
            for (int at = from; at < to; at += 1 << 16) out.write(bytes, at, Math.min(1 << 16, to - at));
            out.flush();
        } catch (IOException _) {
            // the answer says why
        }
    }

    /// Sends a chunk.
    ///
    /// @return false if the gateway has closed the connection
    boolean chunk(byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// The status of the answer; 0 if the gateway closed the connection without one, -1 if none came.
    int status() {
        try {
            InputStream in = socket.getInputStream();
            var line = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
            return line.length() < 12 ? 0 : Integer.parseInt(line.substring(9));
        } catch (SocketTimeoutException _) {
            return -1;
        } catch (IOException _) {
            return 0;
        }
    }

    /// Reads on until these words have come.
    ///
    /// @return false if the connection ended before
    boolean comes(String words) throws IOException {
        var read = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            read.append((char) c);
            if (c == words.charAt(words.length() - 1) && read.toString().endsWith(words)) return true;
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    // ── bodies ──

    /// A request in the format of Messages whose text has so many characters.
    static byte[] messages(String model, int characters) {
        byte[] front = ("{\"model\":\"" + model + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"")
            .getBytes(StandardCharsets.UTF_8);
        byte[] back = "\"}]}".getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(front, front.length + characters + back.length);
        Arrays.fill(all, front.length, front.length + characters, (byte) 'x');
        System.arraycopy(back, 0, all, front.length + characters, back.length);
        return all;
    }

    /// A request in the format of Chat Completions with so many messages.
    static byte[] manyMessages(String model, int messages) {
        var text = new StringBuilder("{\"model\":\"" + model + "\",\"messages\":[");
        for (int i = 0; i < messages; i++) {
            text.append(i == 0 ? "" : ",").append("{\"role\":\"user\",\"content\":\"a\"}");
        }
        return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// A body in gzip behind so many members that are empty.
    static byte[] behindEmptyMembers(int members, byte[] body) throws IOException {
        var all = new ByteArrayOutputStream();
        byte[] empty = gzip(new byte[0], 1);
        for (int i = 0; i < members; i++) all.writeBytes(empty);
        all.writeBytes(gzip(body, 1));
        return all.toByteArray();
    }

    private static byte[] gzip(byte[] content, int times) throws IOException {
        var member = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(member)) {
            for (int i = 0; i < times; i++) gzip.write(content);
        }
        return member.toByteArray();
    }

    /// So many times 10 MB of spaces in gzip, a member each.
    static byte[] bomb(int times) throws IOException {
        byte[] spaces = new byte[1 << 20];
        Arrays.fill(spaces, (byte) ' ');
        byte[] member = gzip(spaces, 10);
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) all.writeBytes(member);
        return all.toByteArray();
    }
}
