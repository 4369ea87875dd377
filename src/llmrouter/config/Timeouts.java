package llmrouter.config;

/// A provider's own time limits in milliseconds; null where the general default holds.
public record Timeouts(Long connectMs, Long firstByteMs, Long firstEventMs, Long answerMs, Long idleMs) {
    public static final Timeouts NONE = new Timeouts(null, null, null, null, null);
}
