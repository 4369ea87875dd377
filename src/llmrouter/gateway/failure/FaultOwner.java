package llmrouter.gateway.failure;

/// Who caused a failure: only the owner may be put on hold for it, and the message to the client names the owner.
public enum FaultOwner {
    /// this gateway, its configuration, or the machine that it runs on
    GATEWAY,
    /// the proxy through which the provider is called
    PROXY,
    /// the network between the gateway and the provider: no route, no name service, a connection that died
    NETWORK,
    /// a server in front of the provider, such as a firewall or a content network
    EDGE,
    /// the provider
    PROVIDER,
    /// the one model that was asked for
    MODEL;

    /// Whether a failure of this owner says something about the health of the candidate. The proxy, the network and
    /// the gateway itself fail for every candidate alike, and resting one of them helps none.
    public boolean rests() {
        return switch (this) {
            case EDGE, PROVIDER, MODEL -> true;
            case GATEWAY, PROXY, NETWORK -> false;
        };
    }
}
