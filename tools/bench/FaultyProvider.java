import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPOutputStream;

import llmrouter.config.Format;

/// A provider of all formats with every [ProviderFault]. A good answer repeats the mark of its request, so that a
/// client notices an answer that is not its own.
final class FaultyProvider {
    /// The key that the gateway must use, and must never show.
    static final String KEY = "sk-soak-0123456789abcdef";
    /// The length of a mark: `mark-` and eight digits.
    static final int MARK = 13;
    private static final String NO_MARK = "mark-00000000";
    private static final int LONG_WORDS = 2000;
    private static final int MB = 1 << 20;
    private static final String JSON = "content-type: application/json\r\n";
    private static final String EVENTS = "content-type: text/event-stream\r\n";

    private record Canned(Answers usual, Answers long_) {}

    /// A request as far as the provider cares.
    private record Asked(Format format, boolean streamed, String mark) {}

    private final Map<Format, Canned> answers = new EnumMap<>(Format.class);
    private final Map<String, LongAdder> faults = new ConcurrentHashMap<>();
    private final byte[] bomb = bomb();
    private final Random random;
    private final Listener listener;

    FaultyProvider(Random random) throws IOException {
        this.random = random;
        for (var format : Format.values()) {
            answers.put(format, new Canned(Answers.in(format, NO_MARK + " ", Truth.WORDS),
                Answers.in(format, NO_MARK + " ", LONG_WORDS)));
        }
        listener = Listener.start(this::answer);
    }

    int port() {
        return listener.port();
    }

    /// Connections of the gateways that are open.
    int connections() {
        return listener.connections();
    }

    /// How often each fault has come.
    Map<String, LongAdder> faults() {
        return faults;
    }

    private void answer(Wire wire, OutputStream out) throws IOException, InterruptedException {
        String path = wire.line();
        var fault = ProviderFault.next(random);
        faults.computeIfAbsent(fault == null ? "none" : fault.name(), _ -> new LongAdder()).increment();
        if (fault == ProviderFault.EARLY) {
            out.write(error(503, "", "too busy to read"));
            throw new IOException("closes early");
        }
        int length = 0;
        for (var line = wire.line(); !line.isEmpty(); line = wire.line()) {
            boolean says = line.toLowerCase(Locale.ROOT).startsWith("content-length:");
            if (says) length = Integer.parseInt(line.substring(15).strip());
        }
        String body = wire.text(length);
        int at = body.indexOf("mark-");
        var asked = new Asked(format(path), body.contains("\"stream\":true"),
            at < 0 ? NO_MARK : body.substring(at, at + MARK));
        if (fault == null) good(asked, answers.get(asked.format).usual, out);
        else fault(fault, asked, out);
    }

    private static Format format(String path) {
        if (path.contains("/chat/completions")) return Format.OPENAI;
        return path.contains("/messages") ? Format.CLAUDE : Format.RESPONSES;
    }

    private void fault(ProviderFault fault, Asked asked, OutputStream out) throws IOException, InterruptedException {
        var usual = answers.get(asked.format).usual;
        switch (fault) {
            case BUSY, EARLY -> out.write(error(503, "", "busy"));
            case LIMITED -> out.write(error(429, "retry-after: 1\r\n", "slow down"));
            case REFUSED -> out.write(error(400, "", "this is not allowed"));
            case KEY_QUOTED -> out.write(error(401, "", "Incorrect key: " + KEY));
            case CLOSED -> throw new IOException("closes");
            case RESET -> throw new Listener.Reset();
            case SILENT -> Thread.sleep(8000);
            case ENDLESS_HEAD -> endlessHead(out);
            case INTERIM -> {
                for (int i = 0; i < 100; i++) out.write(ascii("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"));
                good(asked, usual, out);
            }
            case NOT_HTTP -> {
                out.write(ascii("SSH-2.0-OpenSSH_9.6\r\n"));
                throw new IOException("closes");
            }
            case REDIRECT -> out.write(ascii("HTTP/1.1 307 Elsewhere\r\nlocation: http://127.0.0.1:1/v1\r\n"
                + "content-length: 0\r\n\r\n"));
            case PAGE -> out.write(whole("200 OK", "content-type: text/html\r\n", "<html><body>Welcome</body></html>"));
            case EMPTY -> out.write(whole("200 OK", asked.streamed ? EVENTS : JSON, ""));
            case CUT -> {
                half(asked, usual, out);
                throw new IOException("cuts");
            }
            case TORN -> {
                half(asked, usual, out);
                throw new Listener.Reset();
            }
            case STALLED -> {
                half(asked, usual, out);
                Thread.sleep(8000);
                throw new IOException("gives up");
            }
            case BAD_CHUNK -> badChunk(asked, out);
            case ERROR_EVENT -> errorEvent(asked, out);
            case BOMB -> compressed("200 OK", asked.streamed ? EVENTS : JSON, bomb, out);
            case BOMB_ERROR -> compressed("500 Failed", JSON, bomb, out);
            case ENDLESS_LINE -> endless("data: {\"x\":\"", asked, 64, out);
            case HUGE -> endless("{\"id\":\"1\",\"choices\":[{\"message\":{\"content\":\"", asked, 80, out);
            case DRIBBLED -> dribbled(asked, usual, out);
            case LONG -> good(asked, answers.get(asked.format).long_, out);
            case COMPRESSED -> goodCompressed(asked, usual, out);
            case FOLLOWED -> {
                good(asked, usual, out);
                out.write(error(500, "", "this answers no request"));
                throw new IOException("closes");
            }
        }
    }

    private static void good(Asked asked, Answers answers, OutputStream out) throws IOException {
        for (var piece : pieces(asked, answers)) out.write(marked(piece, asked.mark));
    }

    private static List<byte[]> pieces(Asked asked, Answers answers) {
        return asked.streamed ? answers.stream() : List.of(answers.whole());
    }

    /// The answer up to its middle.
    private static void half(Asked asked, Answers answers, OutputStream out) throws IOException {
        var pieces = pieces(asked, answers);
        for (var piece : pieces.subList(0, pieces.size() / 2)) out.write(marked(piece, asked.mark));
        if (pieces.size() == 1) out.write(pieces.getFirst(), 0, pieces.getFirst().length / 2);
    }

    private void badChunk(Asked asked, OutputStream out) throws IOException {
        if (asked.streamed) half(asked, answers.get(asked.format).usual, out);
        else out.write(ascii("HTTP/1.1 200 OK\r\n" + JSON + "transfer-encoding: chunked\r\n\r\n"));
        out.write(ascii("-x5\r\nwhat?\r\n"));
        throw new IOException("closes");
    }

    private void errorEvent(Asked asked, OutputStream out) throws IOException {
        if (!asked.streamed) {
            out.write(error(529, "", "overloaded"));
            return;
        }
        half(asked, answers.get(asked.format).usual, out);
        String event = asked.format == Format.OPENAI ? "data: {\"error\":{\"message\":\"overloaded\"}}\n\n"
                : "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                        + "\"message\":\"overloaded\"},\"code\":\"server_error\",\"message\":\"overloaded\"}\n\n";
        out.write(ascii(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n0\r\n\r\n"));
    }

    private static void endlessHead(OutputStream out) throws IOException, InterruptedException {
        out.write(ascii("HTTP/1.1 200 OK\r\n"));
        for (int i = 0; i < 800; i++) {
            out.write(ascii("x-" + i + ": " + "y".repeat(2000) + "\r\n"));
            Thread.sleep(10);
        }
        throw new IOException("gives up");
    }

    private static void endless(String begin, Asked asked, int mb, OutputStream out) throws IOException {
        out.write(ascii("HTTP/1.1 200 OK\r\n" + (asked.streamed ? EVENTS : JSON) + "content-length: "
                + (begin.length() + (long) mb * MB) + "\r\n\r\n" + begin));
        var some = new byte[MB / 16];
        Arrays.fill(some, (byte) 'a');
        for (int i = 0; i < 16 * mb; i++) out.write(some);
    }

    private static void dribbled(Asked asked, Answers answers, OutputStream out)
            throws IOException, InterruptedException {
        var all = new ByteArrayOutputStream();
        good(asked, answers, all);
        byte[] bytes = all.toByteArray();
        int step = Math.max(7, bytes.length / 200);
        for (int i = 0; i < bytes.length; i += step) {
            out.write(bytes, i, Math.min(step, bytes.length - i));
            Thread.sleep(10);
        }
    }

    private static void goodCompressed(Asked asked, Answers answers, OutputStream out) throws IOException {
        var plain = new ByteArrayOutputStream();
        for (var piece : pieces(asked, answers)) plain.write(content(marked(piece, asked.mark)));
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain.toByteArray());
        }
        compressed("200 OK", asked.streamed ? EVENTS : JSON, packed.toByteArray(), out);
    }

    /// What a write carries, without the head of the answer and of the chunk.
    private static byte[] content(byte[] write) {
        String text = new String(write, StandardCharsets.US_ASCII);
        boolean chunked = text.contains("transfer-encoding: chunked") || !text.startsWith("HTTP/");
        if (text.startsWith("HTTP/")) text = text.substring(text.indexOf("\r\n\r\n") + 4);
        if (!chunked) return ascii(text);
        int size = Integer.parseInt(text.substring(0, text.indexOf('\r')), 16);
        int begin = text.indexOf('\n') + 1;
        return ascii(text.substring(begin, begin + size));
    }

    private static void compressed(String status, String type, byte[] packed, OutputStream out) throws IOException {
        out.write(ascii("HTTP/1.1 " + status + "\r\n" + type + "content-encoding: gzip\r\ncontent-length: "
                + packed.length + "\r\n\r\n"));
        out.write(packed);
    }

    private static byte[] bomb() throws IOException {
        var packed = new ByteArrayOutputStream();
        var blanks = new byte[MB];
        Arrays.fill(blanks, (byte) ' ');
        try (var gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 300; i++) gzip.write(blanks);
        }
        return packed.toByteArray();
    }

    /// The bytes with the mark of this request.
    private static byte[] marked(byte[] write, String mark) {
        String text = new String(write, StandardCharsets.US_ASCII);
        return text.contains(NO_MARK) ? ascii(text.replace(NO_MARK, mark)) : write;
    }

    private static byte[] error(int status, String headers, String message) {
        return whole(status + " Error", JSON + headers, "{\"type\":\"error\",\"error\":{\"type\":\"api_error\","
                + "\"message\":\"" + message + "\"}}");
    }

    private static byte[] whole(String status, String headers, String body) {
        return ascii("HTTP/1.1 " + status + "\r\n" + headers + "content-length: " + body.length() + "\r\n\r\n" + body);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
