package llmrouter.state.redis;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

import llmrouter.state.redis.RespValue.RespError;
import llmrouter.state.redis.RespValue.RespList;
import llmrouter.state.redis.RespValue.RespNil;
import llmrouter.state.redis.RespValue.RespNumber;
import llmrouter.state.redis.RespValue.RespText;

/// The wire format of Redis, RESP version 2: commands are arrays of bulk strings; the first byte of a reply says its
/// kind. A reply beyond the limits below is an error: no command of this program has such a reply.
final class Resp {
    /// What any reply may take in all, so that no server can fill the heap.
    static final int LARGEST_REPLY = 4 << 20;
    /// What each value counts beside its bytes: its objects take about so much.
    private static final int COST_OF_A_VALUE = 64;
    private static final int LONGEST_LINE = 4096;
    private static final int LONGEST_BULK = 1 << 20;
    private static final int LONGEST_ARRAY = 1 << 16;
    private static final int DEEPEST = 8;
    /// The first byte of a TLS alert (RFC 8446 §5.1): an answer to what is not TLS.
    private static final int TLS_ALERT = 0x15;

    private final InputStream in;
    private final int most;
    /// What the reply may still take.
    private int left;

    /// What a reply may take in all, asked when its first byte is there.
    interface Allowance {
        /// @throws IOException no reply is expected
        int bytes() throws IOException;
    }

    private Resp(InputStream in, int most) {
        this.in = in;
        this.most = most;
        this.left = most;
    }

    /// A command in bytes.
    static byte[] command(String... words) {
        var out = new ByteArrayOutputStream(256);
        ascii("*" + words.length, out);
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            ascii("$" + bytes.length, out);
            out.writeBytes(bytes);
            ascii("", out);
        }
        return out.toByteArray();
    }

    private static void ascii(String line, ByteArrayOutputStream out) {
        out.writeBytes((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /// Reads one reply and not a byte more.
    ///
    /// @param in buffered, since it is read byte by byte
    /// @throws IOException the stream ended, is not RESP, or has more than is allowed; then it cannot be used any more
    static RespValue read(InputStream in, Allowance most) throws IOException {
        int kind = in.read();
        return new Resp(in, kind < 0 ? 0 : Math.min(most.bytes(), LARGEST_REPLY)).read(kind, 0);
    }

    private RespValue read(int kind, int depth) throws IOException {
        if (depth > DEEPEST) throw new IOException("a reply is nested more than " + DEEPEST + " deep");
        if (kind >= 0) take(COST_OF_A_VALUE);
        return switch (kind) {
            case '+' -> new RespText(line());
            case '-' -> new RespError(line());
            case ':' -> new RespNumber(number());
            case '$' -> bulk();
            case '*' -> list(depth);
            case '>' -> throw new IOException("the server sent a message that was not asked for");
            case TLS_ALERT -> throw new IOException("the server speaks TLS; write rediss:// in "
                + "LLM_ROUTER_STATE_BACKEND");
            case -1 -> throw new EOFException("the connection was closed");
            default -> throw new IOException("this is no Redis server: a reply begins with byte " + kind);
        };
    }

    /// Counts bytes before they are held.
    private void take(int bytes) throws IOException {
        left -= bytes;
        if (left < 0) throw new IOException("a reply takes more than " + most + " bytes");
    }

    private String line() throws IOException {
        var bytes = new ByteArrayOutputStream(64);
        for (int b = in.read(); b != '\r'; b = in.read()) {
            if (b < 0) throw new EOFException("the connection was closed within a reply");
            if (bytes.size() == LONGEST_LINE) {
                throw new IOException("a line of a reply is longer than " + LONGEST_LINE + " bytes");
            }
            bytes.write(b);
        }
        take(bytes.size());
        expect('\n');
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void expect(char end) throws IOException {
        int b = in.read();
        if (b < 0) throw new EOFException("the connection was closed within a reply");
        if (b != end) throw new IOException("a line or string of a reply does not end with CR LF where it should");
    }

    private long number() throws IOException {
        String digits = line();
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            throw new IOException("a reply has no number where one must be");
        }
    }

    /// @return -1 for nil
    private int length(int most) throws IOException {
        long length = number();
        if (length < -1 || length > most) {
            throw new IOException("a reply says that it is " + length + " long; at most " + most + " is expected");
        }
        return (int) length;
    }

    private RespValue bulk() throws IOException {
        int length = length(LONGEST_BULK);
        if (length < 0) return new RespNil();
        take(length);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) throw new EOFException("the connection was closed within a reply");
        expect('\r');
        expect('\n');
        return new RespText(new String(bytes, StandardCharsets.UTF_8));
    }

    private RespValue list(int depth) throws IOException {
        int length = length(LONGEST_ARRAY);
        if (length < 0) return new RespNil();
        var items = new ArrayList<RespValue>();
        for (int i = 0; i < length; i++) items.add(read(in.read(), depth + 1));
        return new RespList(items);
    }
}
