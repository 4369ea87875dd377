import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/// Clients that leave, flood, dribble and send what no client sends, one attack after another, each from an address
/// of its own where the system has several loopback addresses.
final class HostileClients {
    private static final int MB = 1 << 20;
    private static final int READ_MS = 30_000;

    private interface Attack {
        void on(Random random) throws IOException, InterruptedException;
    }

    private final List<Attack> attacks = List.of(this::leave, this::leave, this::leave, this::leave, this::halfHeads,
        this::silent, this::dribble, this::large, this::manyMessages, this::garbage, this::garbage, this::bomb,
        this::emptyMembers, this::slowReader, this::deep);
    private final int port;
    private final String[] models;
    private final Verdicts verdicts;
    private final List<Thread> threads = new ArrayList<>();
    private final byte[] blanks = bomb(blanks(200));
    private final byte[] members = members(10_000);
    private volatile boolean finishing;

    HostileClients(int port, String[] models, int clients, Random seeds, Verdicts verdicts) throws IOException {
        this.port = port;
        this.models = models;
        this.verdicts = verdicts;
        for (int i = 0; i < clients; i++) {
            var random = new Random(seeds.nextLong());
            threads.add(Thread.ofPlatform().daemon().start(() -> run(random)));
        }
    }

    void finish() throws InterruptedException {
        finishing = true;
        for (var thread : threads) thread.interrupt();
        for (var thread : threads) thread.join(READ_MS + 5_000);
    }

    private void run(Random random) {
        try {
            while (!finishing) {
                try {
                    attacks.get(random.nextInt(attacks.size())).on(random);
                } catch (IOException _) {
                    // the gateway may close the connection of such a client
                }
                Thread.sleep(random.nextInt(400));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Socket connect(Random random) throws IOException {
        var socket = new Socket();
        var own = InetAddress.getByName("127.0.0." + (2 + random.nextInt(200)));
        try {
            socket.bind(new InetSocketAddress(own, 0));
        } catch (IOException _) {
            socket = new Socket(); // the system has only one loopback address
        }
        socket.setSoTimeout(READ_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_MS);
        return socket;
    }

    private String model(Random random) {
        return models[random.nextInt(models.length)];
    }

    /// Leaves a stream before its first byte, or after a few lines, with a proper end or a reset.
    private void leave(Random random) throws IOException, InterruptedException {
        var truth = Truth.all().get(random.nextInt(3));
        try (var socket = connect(random)) {
            String body = truth.ask(model(random), "mark-99999999", 40, random.nextBoolean());
            socket.getOutputStream().write(Load.Ask.post(port, truth.path(), body).bytes());
            var wire = new Wire(socket.getInputStream());
            for (int lines = random.nextInt(12); lines > 0; lines--) wire.line();
            if (random.nextBoolean()) socket.setSoLinger(true, 0);
        }
        verdicts.add("left a stream");
    }

    private void halfHeads(Random random) throws IOException, InterruptedException {
        String head = "GET /v1/models HTTP/1.1\r\nhost: 127.0.0.1\r\nx-a: " + "a".repeat(random.nextInt(12_000));
        hold(100 + random.nextInt(300), head, random);
        verdicts.add("held half heads");
    }

    private void silent(Random random) throws IOException, InterruptedException {
        hold(100 + random.nextInt(400), "", random);
        verdicts.add("held silent connections");
    }

    private void hold(int count, String begin, Random random) throws IOException, InterruptedException {
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < count; i++) {
                var socket = connect(random);
                sockets.add(socket);
                socket.getOutputStream().write(ascii(begin));
            }
            Thread.sleep(1000 + random.nextInt(5000));
        } finally {
            for (var socket : sockets) socket.close();
        }
    }

    /// A body of 1 MB that comes slowly and is not finished.
    private void dribble(Random random) throws IOException, InterruptedException {
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 30; i++) {
                sockets.add(connect(random));
                sockets.getLast().getOutputStream().write(head(MB + random.nextInt(20 * MB), ""));
            }
            for (int round = 0; round < 20; round++) {
                for (var socket : sockets) socket.getOutputStream().write(new byte[random.nextInt(20_000)]);
                Thread.sleep(200);
            }
        } finally {
            for (var socket : sockets) socket.close();
        }
        verdicts.add("dribbled bodies");
    }

    private void large(Random random) throws IOException {
        String body = Truth.CHAT.ask(model(random), "mark-99999999", MB * (4 + random.nextInt(26)), false);
        told("large body", ascii(body), "", random);
    }

    private void manyMessages(Random random) throws IOException {
        String message = "{\"role\":\"user\",\"content\":\"a\"},";
        String body = "{\"model\":\"" + model(random) + "\",\"max_tokens\":9,\"messages\":["
            + message.repeat(random.nextInt(1_000_000)) + "{\"role\":\"user\",\"content\":\"a\"}]}";
        told("many messages", ascii(body), "", random);
    }

    private void bomb(Random random) throws IOException {
        told("gzip bomb", blanks, "content-encoding: gzip\r\n", random);
    }

    private void emptyMembers(Random random) throws IOException {
        told("empty gzip members", members, "content-encoding: gzip\r\n", random);
    }

    private void deep(Random random) throws IOException {
        told("deep JSON", ascii("[".repeat(1 + random.nextInt(MB))), "", random);
    }

    /// Sends the body and reads the answer, which must be an answer.
    private void told(String what, byte[] body, String header, Random random) throws IOException {
        try (var socket = connect(random)) {
            var out = socket.getOutputStream();
            out.write(head(body.length, header));
            try {
                out.write(body);
            } catch (IOException _) {
                // the gateway may refuse it before it has read all; the answer may be there nevertheless
            }
            var answer = HttpAnswer.read(new Wire(socket.getInputStream()));
            boolean crashed = "internal_error".equals(answer.error());
            verdicts.add(what + (crashed ? ": INTERNAL ERROR" : " answered " + answer.status()));
        } catch (IOException e) {
            verdicts.add(what + " cut");
        }
    }

    private void garbage(Random random) throws IOException {
        byte[] bytes = switch (random.nextInt(6)) {
            case 0 -> ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            case 1 -> new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
            case 2 -> ascii("GET /v1/models HTTP/1.1\r\nhost: a\r\n" + "x: y\r\n".repeat(5000) + "\r\n");
            case 3 -> ascii("POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
                    + "transfer-encoding: chunked\r\n\r\nffffffffffffffff\r\nx");
            case 4 -> ascii("GET /" + "a".repeat(200_000) + " HTTP/1.1\r\n\r\n");
            default -> {
                var noise = new byte[1 + random.nextInt(50_000)];
                random.nextBytes(noise);
                yield noise;
            }
        };
        try (var socket = connect(random)) {
            socket.setSoTimeout(500);
            socket.getOutputStream().write(bytes);
            verdicts.add("sent garbage");
            socket.getInputStream().read();
        }
    }

    /// Asks for streams and reads nothing for a while.
    private void slowReader(Random random) throws IOException, InterruptedException {
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 20; i++) {
                sockets.add(connect(random));
                String body = Truth.CHAT.ask(model(random), "mark-99999999", 40, true);
                sockets.getLast().getOutputStream().write(Load.Ask.post(port, Truth.CHAT.path(), body).bytes());
            }
            Thread.sleep(1000 + random.nextInt(4000));
        } finally {
            for (var socket : sockets) socket.close();
        }
        verdicts.add("read nothing");
    }

    private static byte[] head(int length, String header) {
        return ascii("POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
                + header + "content-length: " + length + "\r\n\r\n");
    }

    private static byte[] blanks(int mb) {
        var blanks = new byte[mb * MB];
        Arrays.fill(blanks, (byte) ' ');
        return blanks;
    }

    private static byte[] bomb(byte[] content) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] members(int count) throws IOException {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) all.write(bomb(new byte[0]));
        return all.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
