package llmrouter.server;

import java.security.SecureRandom;

/// Identifiers of requests and of gateways: 24 random hexadecimal digits. A client cannot compute the ids of other
/// requests from those of its own. Thread-safe.
final class RandomId {
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomId() {}

    static String next() {
        return Long.toHexString(RANDOM.nextLong() | Long.MIN_VALUE)
            + Integer.toHexString(RANDOM.nextInt() | Integer.MIN_VALUE);
    }
}
