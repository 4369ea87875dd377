package llmrouter.state;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

import llmrouter.state.RespValue.RespError;
import llmrouter.state.RespValue.RespList;
import llmrouter.state.RespValue.RespNil;
import llmrouter.state.RespValue.RespNumber;
import llmrouter.state.RespValue.RespText;

/// The wire format of Redis, RESP version 2: commands are arrays of bulk strings; the first byte of a reply says its
/// kind. A reply beyond the limits below is an error: no command of this program has such a reply.
final class Resp {
    private static final int LONGEST_LINE = 4096;
    private static final int LONGEST_BULK = 1 << 20;
    private static final int LONGEST_ARRAY = 1 << 16;
    private static final int DEEPEST = 8;

    private Resp() {}

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
    /// @throws IOException the stream ended or is not RESP; then the stream cannot be used any more
    static RespValue read(InputStream in) throws IOException {
        return read(in, 0);
    }

    private static RespValue read(InputStream in, int depth) throws IOException {
        if (depth > DEEPEST) throw new IOException("the reply is nested more than " + DEEPEST + " deep");
        int kind = in.read();
        return switch (kind) {
            case '+' -> new RespText(line(in));
            case '-' -> new RespError(line(in));
            case ':' -> new RespNumber(number(in));
            case '$' -> bulk(in);
            case '*' -> list(in, depth);
            case -1 -> throw new EOFException("the connection was closed");
            default -> throw new IOException("this is no Redis server: a reply begins with byte " + kind);
        };
    }

    private static String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream(64);
        for (int b = in.read(); b != '\r'; b = in.read()) {
            if (b < 0) throw new EOFException("the connection was closed within a reply");
            if (bytes.size() == LONGEST_LINE) {
                throw new IOException("a line of a reply is longer than " + LONGEST_LINE + " bytes");
            }
            bytes.write(b);
        }
        expect('\n', in);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void expect(char end, InputStream in) throws IOException {
        int b = in.read();
        if (b < 0) throw new EOFException("the connection was closed within a reply");
        if (b != end) throw new IOException("a line or string of a reply does not end with CR LF where it should");
    }

    private static long number(InputStream in) throws IOException {
        String digits = line(in);
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            throw new IOException("a reply has no number where one must be");
        }
    }

    /// @return -1 for nil
    private static int length(InputStream in, int most) throws IOException {
        long length = number(in);
        if (length < -1 || length > most) {
            throw new IOException("a reply says that it is " + length + " long; at most " + most + " is expected");
        }
        return (int) length;
    }

    private static RespValue bulk(InputStream in) throws IOException {
        int length = length(in, LONGEST_BULK);
        if (length < 0) return new RespNil();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) throw new EOFException("the connection was closed within a reply");
        expect('\r', in);
        expect('\n', in);
        return new RespText(new String(bytes, StandardCharsets.UTF_8));
    }

    private static RespValue list(InputStream in, int depth) throws IOException {
        int length = length(in, LONGEST_ARRAY);
        if (length < 0) return new RespNil();
        var items = new ArrayList<RespValue>();
        for (int i = 0; i < length; i++) items.add(read(in, depth + 1));
        return new RespList(items);
    }
}
