package llmrouter.upstream.connection;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

class HostAddressesTest {
    private static final int PORT = 443;

    private volatile long seconds = 7;
    private volatile List<String> found = List.of("192.0.2.1", "192.0.2.2", "2001:db8::1");
    private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final HostAddresses addresses = new HostAddresses(this::find, () -> TimeUnit.SECONDS.toNanos(seconds));

    private InetAddress[] find(String host) throws UnknownHostException {
        asked.add(host);
        if (found.isEmpty()) throw new UnknownHostException(host + ": no such name");
        var all = new ArrayList<InetAddress>();
        for (String one : found) all.add(InetAddress.getByAddress(host, InetAddress.ofLiteral(one).getAddress()));
        return all.toArray(InetAddress[]::new);
    }

    private static List<String> text(List<InetAddress> addresses) {
        return addresses.stream().map(a -> a.getHostAddress().replace("2001:db8:0:0:0:0:0:1", "2001:db8::1")).toList();
    }

    private void lookedUp() throws InterruptedException {
        assertEquals("a.test", asked.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void aNameIsLookedUpOnceInHalfAMinute() throws Exception {
        assertNull(addresses.remembered("a.test", PORT));
        assertEquals(found, text(addresses.lookUp("a.test", PORT)));
        lookedUp();
        seconds += 29;
        assertEquals(found, text(addresses.remembered("a.test", PORT)));
        assertNull(asked.poll());
    }

    @Test
    void anOlderAnswerIsUsedWhileTheNameIsLookedUpAgain() throws Exception {
        var before = found;
        addresses.lookUp("a.test", PORT);
        lookedUp();
        seconds += 31;
        found = List.of("192.0.2.9");
        assertEquals(before, text(addresses.remembered("a.test", PORT)));
        lookedUp();
        while (text(addresses.remembered("a.test", PORT)).equals(before)) Thread.onSpinWait();
        assertEquals(List.of("192.0.2.9"), text(addresses.remembered("a.test", PORT)));
    }

    @Test
    void anAnswerStaysInUseWhileTheNameServiceFails() throws Exception {
        var before = found;
        addresses.lookUp("a.test", PORT);
        lookedUp();
        found = List.of();
        for (int i = 0; i < 3; i++) {
            seconds += 31;
            String next = null;
            while (next == null) {
                assertEquals(before, text(addresses.remembered("a.test", PORT)));
                next = asked.poll();
            }
        }
        seconds += 600;
        assertNull(addresses.remembered("a.test", PORT), "after ten minutes a call waits for the look-up");
    }

    @Test
    void aFailedLookUpIsNotRemembered() throws Exception {
        found = List.of();
        var e = assertThrows(UnknownHostException.class, () -> addresses.lookUp("a.test", PORT));
        assertEquals("a.test: no such name", e.getMessage());
        found = List.of("192.0.2.1");
        assertEquals(found, text(addresses.lookUp("a.test", PORT)));
    }

    @Test
    void manyCallsWaitForOneLookUp() throws Exception {
        var begun = new CompletableFuture<Void>();
        var may = new CompletableFuture<Void>();
        var slow = new HostAddresses(host -> {
            begun.complete(null);
            may.join();
            return find(host);
        }, System::nanoTime);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<List<InetAddress>>>();
            for (int i = 0; i < 5; i++) results.add(threads.submit(() -> slow.lookUp("a.test", PORT)));
            begun.join();
            may.complete(null);
            for (var result : results) assertEquals(found, text(result.get()));
        }
    }

    @Test
    void anAddressThatFailedComesLastForTenMinutes() throws Exception {
        List<InetAddress> all = addresses.lookUp("a.test", PORT);
        addresses.failed(all.get(0), PORT);
        assertEquals(List.of("192.0.2.2", "2001:db8::1", "192.0.2.1"), text(addresses.remembered("a.test", PORT)));
        assertEquals(found, text(addresses.remembered("a.test", 80)), "another port is another server");
        seconds += 599;
        assertEquals("192.0.2.2", text(addresses.remembered("a.test", PORT)).getFirst());
        addresses.lookUp("a.test", PORT);
        seconds += 1;
        assertEquals(found, text(addresses.remembered("a.test", PORT)));
    }

    @Test
    void anAddressThatWorksIsTakenBack() throws Exception {
        List<InetAddress> all = addresses.lookUp("a.test", PORT);
        addresses.failed(all.get(0), PORT);
        addresses.worked(all.get(0), PORT);
        assertEquals(found, text(addresses.remembered("a.test", PORT)));
    }

    @Test
    void nothingIsKnownAfterAChangeOfNetwork() throws Exception {
        List<InetAddress> all = addresses.lookUp("a.test", PORT);
        addresses.failed(all.get(0), PORT);
        addresses.forget();
        assertNull(addresses.remembered("a.test", PORT));
        assertEquals(found, text(addresses.lookUp("a.test", PORT)));
    }
}
