package llmrouter.server;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Identifiers of requests and of gateways: 24 random hexadecimal digits. A client cannot compute the ids of other
/// requests from those of its own. Thread-safe.
final class RandomId {
    private static final int BYTES = 12;
    /// A call of the generator costs far more than what it gives, so it is called for so many identifiers at once.
    private static final int STOCK = 64;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] stock = new byte[STOCK * BYTES];
    private static int used = stock.length;

    private RandomId() {}

    static synchronized String next() {
        if (used == stock.length) {
            RANDOM.nextBytes(stock);
            used = 0;
        }
        used += BYTES;
        return HexFormat.of().formatHex(stock, used - BYTES, used);
    }
}
