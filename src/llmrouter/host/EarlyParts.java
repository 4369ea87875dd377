package llmrouter.host;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import llmrouter.proof.ProofKey;

/// Parts of the class library that each gateway needs for its first answer. The library gets them ready at their first
/// use, which takes a good part of a start. So another thread uses them while this one reads the configuration.
public final class EarlyParts {
    private EarlyParts() {}

    /// Returns at once. What fails here fails again where it is needed, and is told there.
    public static void begin() {
        Thread.ofPlatform().daemon().name("early-parts").start(EarlyParts::use);
    }

    private static void use() {
        ProofKey.random();
        // the JDK's server writes a date of this kind into each answer
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss zzz", Locale.US).withZone(ZoneId.of("GMT"))
            .format(Instant.now());
        Thread.startVirtualThread(() -> {});
    }
}
