import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Clients that are there and want almost nothing: kept connections that have had their answer, and readers that take
/// a long stream a few bytes a second. They stay until they are closed.
final class Bystanders implements AutoCloseable {
    private static final int SIP = 10;
    private static final int SMALL_BUFFER = 4096;

    private final List<Socket> sockets;
    private final CountDownLatch leaving = new CountDownLatch(1);

    private Bystanders(List<Socket> sockets) {
        this.sockets = sockets;
    }

    /// They are all there when this returns: the idle ones have been answered, the slow ones' streams have begun.
    static Bystanders of(int idle, Load.Ask answered, int slow, Load.Ask streamed) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var coming = new ArrayList<Future<Socket>>();
            for (int i = 0; i < idle; i++) coming.add(threads.submit(() -> idle(answered)));
            for (int i = 0; i < slow; i++) coming.add(threads.submit(() -> begun(streamed)));
            var there = new ArrayList<Socket>();
            for (var one : coming) there.add(one.get());
            var bystanders = new Bystanders(there);
            for (var socket : there.subList(idle, idle + slow)) Thread.ofVirtual().start(() -> bystanders.sip(socket));
            return bystanders;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a bystander: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static Socket connected(Load.Ask ask, int buffer) throws IOException {
        var socket = new Socket();
        if (buffer > 0) socket.setReceiveBufferSize(buffer);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), ask.port()));
        socket.setSoLinger(true, 0); // thousands of ports that wait out their time would get in the next round's way
        socket.getOutputStream().write(ask.bytes());
        return socket;
    }

    private static Socket idle(Load.Ask ask) throws IOException {
        var socket = connected(ask, 0);
        Load.answer(new Wire(socket.getInputStream()));
        return socket;
    }

    private static Socket begun(Load.Ask ask) throws IOException {
        var socket = connected(ask, SMALL_BUFFER);
        if (socket.getInputStream().readNBytes(SIP).length < SIP) throw new IOException("a stream ended at once");
        return socket;
    }

    private void sip(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            do {
                if (in.readNBytes(SIP).length < SIP) throw new IllegalStateException("a slow reader's stream ended");
            } while (!leaving.await(1, TimeUnit.SECONDS));
        } catch (IOException e) {
            if (leaving.getCount() > 0) throw new IllegalStateException("a slow reader lost its stream", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        leaving.countDown();
        for (var socket : sockets) socket.close();
    }
}
