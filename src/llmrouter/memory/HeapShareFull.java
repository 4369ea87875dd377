package llmrouter.memory;

/// A share of the heap has no room for more bytes. Its message is a clause that can follow a colon.
public final class HeapShareFull extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean hopeless;

    /// @param wanted by the one owner, in bytes
    /// @param share  of all owners, in bytes
    public HeapShareFull(long wanted, long share) {
        super(message(wanted, share), null, false, false);
        hopeless = wanted > share;
    }

    private static String message(long wanted, long share) {
        return wanted > share
            ? "it would need more memory than the gateway may use for all answers, " + HeapShares.shown(share)
                + "; a larger heap (-Xmx) holds more"
            : "the gateway's memory for answers is in use, " + HeapShares.shown(share)
                + "; try again in a moment, or give the gateway a larger heap (-Xmx)";
    }

    /// Whether the owner alone wants more than the whole share; else others hold what it wants.
    public boolean hopeless() {
        return hopeless;
    }
}
