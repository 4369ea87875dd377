package llmrouter.gateway.failure;

/// Why silence may be that of the connection and not of the provider. The request may have reached the provider all the
/// same, so that it is not sent to it again.
public enum ConnectionDoubt {
    /// nothing speaks against the connection
    NONE(""),
    /// An earlier request had used the connection, and nothing has come on it since.
    KEPT(" The connection had served an earlier request and may be dead, so it is not held against the provider."
        + " New requests use new connections."),
    /// The machine slept while the request was on its way.
    SLEPT(" This machine slept meanwhile, which connections seldom survive, so it is not held against the provider."
        + " New requests use new connections.");

    private final String words;

    ConnectionDoubt(String words) {
        this.words = words;
    }

    /// What a message about the silence says besides: sentences that begin with a space, or nothing.
    public String words() {
        return words;
    }

    /// Whose fault the silence is.
    public FaultOwner owner() {
        return this == NONE ? FaultOwner.PROVIDER : FaultOwner.NETWORK;
    }
}
