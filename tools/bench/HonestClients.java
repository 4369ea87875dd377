import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Clients that ask in all formats, whole and streamed, and judge every answer. A request without an end is a fault
/// of the gateway, and so is a connection that ends without an answer.
final class HonestClients {
    private static final int LIMIT_MS = 60_000;
    private static final long REST_NANOS = 200_000_000;
    private static final int[] SIZES = {40, 40, 40, 20_000, 200_000};
    private static final AtomicInteger MARKS = new AtomicInteger();

    /// A connection that is kept as long as the gateway keeps it.
    private record Kept(Socket socket, Wire wire) {}

    private final int port;
    private final String[] models;
    private final Verdicts verdicts;
    private final Thread[] threads;
    private volatile boolean finishing;

    /// @param models what is asked for, in turn at random
    HonestClients(int port, String[] models, int clients, Random seeds, Verdicts verdicts) {
        this.port = port;
        this.models = models;
        this.verdicts = verdicts;
        this.threads = new Thread[clients];
        for (int i = 0; i < clients; i++) {
            var random = new Random(seeds.nextLong());
            threads[i] = Thread.ofPlatform().daemon().start(() -> run(random));
        }
    }

    /// Lets every client finish what it asked for.
    ///
    /// @return how many did not
    int finish() throws InterruptedException {
        finishing = true;
        long until = System.nanoTime() + (LIMIT_MS + 5_000) * 1_000_000L;
        int left = 0;
        for (var thread : threads) {
            thread.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
            if (thread.isAlive()) left++;
        }
        return left;
    }

    private void run(Random random) {
        Kept kept = null;
        while (!finishing) {
            if (kept != null && random.nextInt(10) == 0) kept = closed(kept);
            try {
                if (kept == null) kept = connect();
            } catch (IOException e) {
                verdicts.add("NOT LET IN: " + e.getMessage());
                LockSupport.parkNanos(REST_NANOS);
                continue;
            }
            kept = ask(kept, random);
        }
        if (kept != null) closed(kept);
    }

    private Kept connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LIMIT_MS);
        return new Kept(socket, new Wire(socket.getInputStream()));
    }

    private static Kept closed(Kept kept) {
        try (var _ = kept.socket) {
            return null;
        } catch (IOException _) {
            return null;
        }
    }

    /// @return the connection, or null if it is closed
    private Kept ask(Kept kept, Random random) {
        var truth = Truth.all().get(random.nextInt(Truth.all().size()));
        String mark = "mark-%08d".formatted(MARKS.incrementAndGet());
        boolean streamed = random.nextBoolean();
        String model = models[random.nextInt(models.length)];
        String body = truth.ask(model, mark, SIZES[random.nextInt(SIZES.length)], streamed);
        long began = System.nanoTime();
        try {
            kept.socket.getOutputStream().write(Load.Ask.post(port, truth.path(), body).bytes());
            var answer = HttpAnswer.read(kept.wire);
            verdicts.add(answer.verdict(truth, streamed, mark), System.nanoTime() - began);
            return answer.closes() ? closed(kept) : kept;
        } catch (IOException e) {
            double seconds = (System.nanoTime() - began) / 1e9;
            verdicts.add("NO ANSWER %s %s: after %.1f s, %s".formatted(truth, streamed ? "streamed" : "whole",
                seconds, e.getMessage()));
            return closed(kept);
        }
    }
}
