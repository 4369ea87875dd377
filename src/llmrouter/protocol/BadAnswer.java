package llmrouter.protocol;

/// A provider's answer that is not what its format promises.
public final class BadAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadAnswer(String message) {
        super(message, null, false, false);
    }
}
