import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many live streams at once, watched for events that are lost or late: each event carries the time at which it was
/// sent.
final class Streams {
    private static final int TIMED = Origin.EVENTS - 2;
    private static final long LATE_NS = 200_000_000;

    /// @param events that came
    /// @param late   of these
    /// @param lost   of streams that ended early, or were refused
    /// @param fault  of one of these, or null
    record Seen(long events, long late, long lost, String fault) {
        /// Per cent of all events that came, and came in time.
        double onTime() {
            return 100.0 * (events - late) / (events + lost);
        }

        private Seen and(Seen other) {
            return new Seen(events + other.events, late + other.late, lost + other.lost,
                fault == null ? other.fault : fault);
        }
    }

    private Streams() {}

    /// So many streams at once, each to its end.
    static Seen run(Load.Ask ask, int count) throws InterruptedException {
        var running = new ArrayList<Future<Seen>>();
        var all = new Seen(0, 0, 0, null);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                running.add(threads.submit(() -> watch(ask)));
                Thread.sleep(1);
            }
            for (var one : running) all = all.and(one.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return all;
    }

    private static Seen watch(Load.Ask ask) {
        int[] counts = new int[2];
        String fault = null;
        try {
            watch(ask, counts);
        } catch (IOException e) {
            fault = e.getMessage();
        }
        return new Seen(counts[0], counts[1], TIMED - counts[0], fault);
    }

    /// @param counts the events, and the late ones
    private static void watch(Load.Ask ask, int[] counts) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), ask.port())) {
            socket.getOutputStream().write(ask.bytes());
            var wire = new Wire(socket.getInputStream());
            Load.head(wire);
            String torn = "";
            for (int size = Load.chunkSize(wire); size > 0; size = Load.chunkSize(wire)) {
                // a server may cut its chunks anywhere: only whole events are looked at
                String text = torn + wire.text(size);
                wire.skip(2);
                int whole = text.lastIndexOf("\n\n") + 2;
                torn = text.substring(whole < 2 ? 0 : whole);
                var marks = text.substring(0, whole < 2 ? 0 : whole).split("@", -1);
                for (int i = 1; i < marks.length; i += 2) {
                    counts[0]++;
                    if (System.nanoTime() - Long.parseLong(marks[i]) > LATE_NS) counts[1]++;
                }
            }
        }
    }
}
