import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Streams without end that are open all the time; the work of a round is what they bring meanwhile. They end with
/// the gateway.
final class Flow implements Side.Work {
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong open = new AtomicLong();
    private final AtomicReference<IOException> broken = new AtomicReference<>();
    private final Load.Ask ask;
    private final int count;

    Flow(Load.Ask ask, int count) {
        this.ask = ask;
        this.count = count;
    }

    @Override
    public Side.Done run(int port, double seconds) throws InterruptedException {
        if (open.get() == 0) begin();
        long before = events.get();
        long began = System.nanoTime();
        Thread.sleep((long) (1000 * seconds));
        if (broken.get() != null) throw new UncheckedIOException("a stream broke", broken.get());
        long came = events.get() - before;
        return new Side.Done(came, came * 1e9 / (System.nanoTime() - began));
    }

    private void begin() throws InterruptedException {
        for (int i = 0; i < count; i++) {
            Thread.ofVirtual().start(this::read);
            Thread.sleep(1);
        }
        while (open.get() < count && broken.get() == null) Thread.sleep(10);
    }

    private void read() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), ask.port())) {
            socket.getOutputStream().write(ask.bytes());
            var wire = new Wire(socket.getInputStream());
            Load.head(wire);
            open.incrementAndGet();
            // what the gateway joins in one chunk is the same number of events
            for (int size = Load.chunkSize(wire); size > 0; size = Load.chunkSize(wire)) {
                events.addAndGet(Origin.eventsIn(wire.text(size)));
                wire.skip(2);
            }
        } catch (IOException e) {
            broken.compareAndSet(null, e);
        }
    }
}
