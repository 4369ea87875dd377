package llmrouter.upstream.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// One request to an `http` address as the bridge passes it: without what is meant for the bridge, with the wish that
/// the connection is closed behind the answer, because its next request might be for another host.
final class BridgedRequest {
    private static final Set<String> FOR_THE_BRIDGE = Set.of("proxy-authorization", "proxy-connection", "connection",
        "keep-alive", "upgrade", "http2-settings");

    private BridgedRequest() {}

    /// The head to send.
    ///
    /// @param login the value of `Proxy-Authorization`, for a proxy that is asked for the whole address; else null
    /// @param whole whether the whole address is asked for, as of an HTTP proxy (RFC 9112 §3.2.2)
    static byte[] head(HttpHead given, boolean whole, String login) {
        var text = new StringBuilder(whole ? given.first() : originForm(given.first())).append("\r\n");
        for (String field : given.fields()) {
            if (!FOR_THE_BRIDGE.contains(HttpHead.name(field))) text.append(field).append("\r\n");
        }
        if (login != null) text.append("Proxy-Authorization: ").append(login).append("\r\n");
        return text.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// `POST http://host/path HTTP/1.1` → `POST /path HTTP/1.1`
    private static String originForm(String first) {
        int scheme = first.indexOf("://");
        int path = scheme < 0 ? -1 : first.indexOf('/', scheme + 3);
        int end = first.lastIndexOf(' ');
        String method = first.substring(0, first.indexOf(' ') + 1);
        return method + (path < 0 || path > end ? "/" : first.substring(path, end)) + first.substring(end);
    }

    /// The body of a request, and then the end of its connection: a byte behind the body is the end too.
    static InputStream body(HttpHead head, InputStream in) {
        String length = head.field("content-length");
        long all = length == null ? 0 : Long.parseLong(length);
        return new InputStream() {
            private long left = all;

            @Override
            public int read() {
                throw new IllegalStateException("it is read by the buffer");
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                int n = in.read(into, from, left == 0 ? 1 : (int) Math.min(most, left));
                boolean behind = left == 0 || n < 0;
                if (behind) return -1;
                left -= n;
                return n;
            }
        };
    }

    /// What the server sends, with `connection: close` behind the status line of its answer.
    static InputStream answer(InputStream in) {
        return new InputStream() {
            private byte[] first;
            private int passed;

            @Override
            public int read() {
                throw new IllegalStateException("it is read by the buffer");
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                if (first == null) first = statusLine(in);
                if (passed == first.length) return in.read(into, from, most);
                int n = Math.min(most, first.length - passed);
                System.arraycopy(first, passed, into, from, n);
                passed += n;
                return n;
            }
        };
    }

    private static byte[] statusLine(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        int b = in.read();
        while (b >= 0 && b != '\n' && line.size() < 1024) {
            line.write(b);
            b = in.read();
        }
        if (b < 0) return line.toByteArray();
        line.write(b);
        boolean http = b == '\n' && line.toString(StandardCharsets.ISO_8859_1).startsWith("HTTP/1.");
        if (http) line.writeBytes("connection: close\r\n".getBytes(StandardCharsets.ISO_8859_1));
        return line.toByteArray();
    }
}
