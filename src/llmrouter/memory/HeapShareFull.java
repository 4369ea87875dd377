package llmrouter.memory;

/// A share of the heap has no room for more bytes. Its message is a clause that can follow a colon.
public final class HeapShareFull extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean hopeless;

    /// @param wanted by the one owner, in bytes
    /// @param most   that one owner may have, in bytes
    public HeapShareFull(long wanted, long most) {
        super(message(wanted, most), null, false, false);
        hopeless = wanted > most;
    }

    private static String message(long wanted, long most) {
        return wanted > most
            ? "it would need more memory than the gateway has for one answer, " + HeapShares.shown(most)
                + "; a larger heap (-Xmx) holds more"
            : "the gateway's memory for answers, " + HeapShares.shown(most)
                + ", is in use; try again in a moment, or give the gateway a larger heap (-Xmx)";
    }

    /// Whether the owner alone wants more than it may have; else others hold what it wants.
    public boolean hopeless() {
        return hopeless;
    }
}
