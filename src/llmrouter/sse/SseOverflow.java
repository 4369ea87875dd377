package llmrouter.sse;

/// A block of an event stream that is longer than allowed.
public final class SseOverflow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SseOverflow(int limit) {
        super("an event is longer than " + limit + " characters", null, false, false);
    }
}
