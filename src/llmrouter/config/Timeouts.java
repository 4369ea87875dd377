package llmrouter.config;

/// The time limits of one provider in milliseconds; null where the setting of the environment holds.
public record Timeouts(Long connectMs, Long firstByteMs, Long firstEventMs, Long answerMs, Long idleMs) {
    public static final Timeouts NONE = new Timeouts(null, null, null, null, null);
}
