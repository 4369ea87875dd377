import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

import llmrouter.config.Format;

/// A provider of all formats that fails one time in twenty: mostly with a 503, sometimes by hanging up before it
/// answers, and in one stream of two hundred in the middle of it.
final class FlakyProvider {
    private static final byte[] BUSY = ("HTTP/1.1 503 Busy\r\ncontent-type: application/json\r\ncontent-length: 28\r\n\r\n"
            + "{\"error\":{\"message\":\"busy\"}} ").getBytes(StandardCharsets.US_ASCII);

    private final Map<Format, Answers> answers = new EnumMap<>(Format.class);
    /// Streams that were cut after they had begun: no gateway can mend those.
    private final LongAdder cut = new LongAdder();
    private final Listener listener;

    FlakyProvider() throws IOException {
        for (var format : Format.values()) answers.put(format, Answers.in(format));
        listener = Listener.start(this::answer);
    }

    int port() {
        return listener.port();
    }

    /// Connections of the gateway that are open.
    int connections() {
        return listener.connections();
    }

    long cut() {
        return cut.sum();
    }

    private void answer(Wire wire, OutputStream out) throws IOException {
        String path = wire.line();
        int length = 0;
        for (var line = wire.line(); !line.isEmpty(); line = wire.line()) {
            boolean says = line.toLowerCase(Locale.ROOT).startsWith("content-length:");
            if (says) length = Integer.parseInt(line.substring(15).strip());
        }
        boolean streamed = wire.text(length).contains("\"stream\":true");
        var answer = answers.get(format(path));
        int chance = ThreadLocalRandom.current().nextInt(200);
        if (chance < 8) {
            out.write(BUSY);
        } else if (chance == 8) {
            throw new IOException("hangs up");
        } else if (!streamed) {
            out.write(answer.whole());
        } else {
            stream(answer, chance == 9, out);
        }
    }

    private static Format format(String path) {
        if (path.contains("/chat/completions")) return Format.OPENAI;
        return path.contains("/messages") ? Format.CLAUDE : Format.RESPONSES;
    }

    private void stream(Answers answer, boolean torn, OutputStream out) throws IOException {
        int end = torn ? answer.stream().size() / 2 : answer.stream().size();
        for (var event : answer.stream().subList(0, end)) out.write(event);
        if (!torn) return;
        cut.increment();
        throw new IOException("hangs up");
    }
}
