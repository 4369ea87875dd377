package llmrouter.server;

import java.util.concurrent.ThreadLocalRandom;

/// Identifiers of requests and of gateways: 24 random hexadecimal digits.
final class RandomId {
    private RandomId() {}

    static String next() {
        var random = ThreadLocalRandom.current();
        return Long.toHexString(random.nextLong() | Long.MIN_VALUE)
            + Integer.toHexString(random.nextInt() | Integer.MIN_VALUE);
    }
}
