import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/// Clients of every kind that ask without end, and look closely at what they get. Each answer has one outcome: it is
/// whole, or an error said in plain words, or else it is something that must not happen, and its name says what.
final class SoakClient {
    static final String WHOLE = "whole";
    /// A stream that the client itself left, before or after its first byte.
    static final String LEFT = "left by the client";
    /// A stream that broke off upstream, and said so.
    static final String TOLD = "stream with an error";
    private static final int LEAVES = 50;

    /// One way to ask.
    ///
    /// @param end  what only a complete answer holds
    /// @param fail what only an answer with an error holds
    private record Way(Load.Ask ask, boolean streamed, String end, String fail) {}

    private final Way[] ways;
    private final int port;
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private volatile boolean finishing;
    private final Thread[] threads;

    /// @param aliases models behind the gateway, one for each format a provider can have
    SoakClient(int port, String[] aliases, int clients) {
        this.port = port;
        this.ways = ways(port, aliases);
        this.threads = new Thread[clients];
        for (int i = 0; i < clients; i++) threads[i] = Thread.ofPlatform().daemon().start(this::run);
    }

    private static Way[] ways(int port, String[] aliases) {
        var ways = new Way[aliases.length * 12];
        int n = 0;
        for (String alias : aliases) {
            for (int size : new int[] {40, 100_000}) {
                String talk = Requests.talk(alias, size);
                String words = "Say hello. ".repeat(size / 11 + 1);
                String input = "{\"model\":\"" + alias + "\",\"input\":\"" + words + "\"}";
                String messages = size > 40 ? Requests.agent(alias) : talk;
                ways[n++] = whole(port, "/v1/chat/completions", talk, "\"finish_reason\":\"stop\"");
                ways[n++] = whole(port, "/v1/messages", messages, "\"stop_reason\":\"end_turn\"");
                ways[n++] = whole(port, "/v1/responses", input, "\"status\":\"completed\"");
                ways[n++] = streamed(port, "/v1/chat/completions", talk, "data: [DONE]", "data: {\"error\":");
                ways[n++] = streamed(port, "/v1/messages", talk, "event: message_stop", "event: error");
                ways[n++] = streamed(port, "/v1/responses", input, "event: response.completed", "event: error");
            }
        }
        return ways;
    }

    private static Way whole(int port, String path, String body, String end) {
        return new Way(Load.Ask.post(port, path, body), false, end, "\"error\":{");
    }

    private static Way streamed(int port, String path, String body, String end, String fail) {
        return new Way(Load.Ask.post(port, path, Requests.streamed(body)), true, end, fail);
    }

    /// Answers so far, by outcome.
    Map<String, LongAdder> outcomes() {
        return outcomes;
    }

    long done() {
        return outcomes.values().stream().mapToLong(LongAdder::sum).sum();
    }

    private void run() {
        int streams = ThreadLocalRandom.current().nextInt(LEAVES);
        Socket socket = null;
        while (!finishing) {
            var way = ways[ThreadLocalRandom.current().nextInt(ways.length)];
            String outcome;
            try {
                if (socket == null) socket = connect();
                socket.getOutputStream().write(way.ask.bytes());
                boolean leaves = way.streamed && ++streams % LEAVES == 0;
                if (leaves && streams / LEAVES % 2 == 0) new Wire(socket.getInputStream()).line();
                outcome = leaves ? leave(socket) : answer(new Wire(socket.getInputStream()), way);
                if (leaves) socket = null;
            } catch (IOException e) {
                outcome = "connection lost: " + e.getMessage();
                socket = null;
            }
            outcomes.computeIfAbsent(outcome, _ -> new LongAdder()).increment();
        }
        if (socket != null) leave(socket);
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static String leave(Socket socket) {
        try (socket) {
            return LEFT;
        } catch (IOException e) {
            return "connection lost: " + e.getMessage();
        }
    }

    private static String answer(Wire wire, Way way) throws IOException {
        String status = wire.line();
        long length = -1;
        for (var line = wire.line(); !line.isEmpty(); line = wire.line()) {
            boolean says = line.regionMatches(true, 0, "content-length:", 0, 15);
            if (says) length = Long.parseLong(line.substring(15).strip());
        }
        String body = length >= 0 ? wire.text((int) length) : chunks(wire);
        boolean ok = status.startsWith("HTTP/1.1 200");
        boolean failed = body.contains(way.fail);
        boolean complete = body.contains(way.end) && body.contains(Answers.WORD);
        if (ok && complete && !failed) return WHOLE;
        if (ok && way.streamed && failed && !complete) return TOLD;
        if (!ok && body.contains("\"error\":")) return status.substring(9);
        return "TORN " + status.substring(9) + ": " + body.substring(Math.max(0, body.length() - 80));
    }

    private static String chunks(Wire wire) throws IOException {
        var body = new StringBuilder();
        for (int size = Load.chunkSize(wire); size > 0; size = Load.chunkSize(wire)) {
            body.append(wire.text(size));
            wire.skip(2);
        }
        wire.skip(2);
        return body.toString();
    }

    /// Lets every client finish what it asked for; none asks again.
    void finish() throws InterruptedException {
        finishing = true;
        for (var thread : threads) thread.join();
    }
}
