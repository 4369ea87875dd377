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

    private record Seen(int events, int late) {}

    private Streams() {}

    /// How many per cent of the events came in time. One that never comes ends the bench.
    static double onTime(Load.Ask ask, int count) throws InterruptedException {
        var running = new ArrayList<Future<Seen>>();
        long late = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                running.add(threads.submit(() -> watch(ask)));
                Thread.sleep(1);
            }
            for (var one : running) {
                var seen = one.get();
                int lost = TIMED - seen.events;
                if (lost != 0) throw new IllegalStateException("a live stream lost " + lost + " events");
                late += seen.late;
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a live stream broke: " + e.getCause().getMessage(), e.getCause());
        }
        return 100 - 100.0 * late / (count * TIMED);
    }

    private static Seen watch(Load.Ask ask) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), ask.port())) {
            socket.getOutputStream().write(ask.bytes());
            var wire = new Wire(socket.getInputStream());
            Load.head(wire);
            int events = 0;
            int late = 0;
            String torn = "";
            for (int size = Load.chunkSize(wire); size > 0; size = Load.chunkSize(wire)) {
                // a server may cut its chunks anywhere: only whole events are looked at
                String text = torn + wire.text(size);
                wire.skip(2);
                int whole = text.lastIndexOf("\n\n") + 2;
                torn = text.substring(whole < 2 ? 0 : whole);
                var marks = text.substring(0, whole < 2 ? 0 : whole).split("@", -1);
                for (int i = 1; i < marks.length; i += 2) {
                    events++;
                    if (System.nanoTime() - Long.parseLong(marks[i]) > LATE_NS) late++;
                }
            }
            return new Seen(events, late);
        }
    }
}
