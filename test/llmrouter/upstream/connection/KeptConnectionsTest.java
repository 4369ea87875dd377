package llmrouter.upstream.connection;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import llmrouter.upstream.connection.KeptConnections.Place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KeptConnectionsTest {
    private static final Place ONE = place("http://a.test", null, "192.0.2.1");

    private long seconds = -3;
    private final KeptConnections kept = new KeptConnections(TimeUnit.SECONDS.toNanos(15),
        () -> TimeUnit.SECONDS.toNanos(seconds));

    private static Place place(String origin, String through, String address) {
        return new Place(origin, through, InetAddress.ofLiteral(address));
    }

    @Test
    void theFirstRequestNeedsANewConnection() {
        assertFalse(kept.take(ONE));
    }

    @Test
    void eachConnectionServesOneRequestAtATime() {
        kept.add(ONE);
        kept.add(ONE);
        assertTrue(kept.take(ONE));
        assertTrue(kept.take(ONE));
        assertFalse(kept.take(ONE));
    }

    @Test
    void aConnectionThatWasIdleForTooLongIsClosed() {
        kept.add(ONE);
        seconds += 10;
        kept.add(ONE);
        seconds += 6;
        assertTrue(kept.take(ONE));
        assertFalse(kept.take(ONE));
        kept.add(ONE);
        seconds += 15;
        assertTrue(kept.take(ONE));
    }

    @Test
    void otherPlacesShareNothing() {
        kept.add(ONE);
        assertFalse(kept.take(place("https://a.test", null, "192.0.2.1")));
        assertFalse(kept.take(place("http://a.test", "proxy:80", "192.0.2.1")));
        assertFalse(kept.take(place("http://a.test", null, "192.0.2.2")));
        assertTrue(kept.take(ONE));
    }

    @Test
    void theHttpClientClosesWhatIsIdleForLonger() {
        ClientPool.prepare();
        assertEquals("12", System.getProperty("jdk.httpclient.keepalive.timeout"));
        assertEquals("true", System.getProperty("jdk.httpclient.disableRetryConnect"));
    }
}
