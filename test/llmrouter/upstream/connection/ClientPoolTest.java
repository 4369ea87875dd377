package llmrouter.upstream.connection;

import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Clients that are not used any more are ended, and nothing leads to them.
class ClientPoolTest {
    private final ArrayList<HttpClient> made = new ArrayList<>();
    private final ClientPool<String> pool = new ClientPool<>(_ -> {
        made.add(HttpClient.newHttpClient());
        return made.getLast();
    }, _ -> {});

    @Test
    void clientsThatWereDroppedAreNeitherHeldNorMadeAnew() throws InterruptedException {
        var first = pool.current();
        HttpClient client = first.client("k");
        assertSame(client, first.client("k"));
        pool.drop(first);
        assertThrows(UncheckedIOException.class, () -> first.client("k"));
        assertEquals(1, made.size());
        assertTrue(client.awaitTermination(Duration.ofSeconds(20)), "it has not ended");
        assertNotSame(client, pool.current().client("k"));
        pool.close();
    }
}
