package llmrouter.config.network;

/// What one provider says about its connections.
///
/// @param certificate null for that of the environment, if there is one
public record ProviderNetwork(ProxyChoice proxy, ClientCertificate certificate) {
    /// A provider that says nothing: the environment decides.
    public static final ProviderNetwork USUAL = new ProviderNetwork(new ProxyChoice.OfEnvironment(), null);

    /// The proxy for a call; null for a direct one.
    ///
    /// @param port as in the address; -1 for that of the scheme
    public ProxyAddress proxyFor(ProxySettings environment, boolean secure, String host, int port) {
        return switch (proxy) {
            case ProxyChoice.OfEnvironment _ -> environment.proxyFor(secure, host, port);
            case ProxyChoice.Direct _ -> null;
            case ProxyChoice.Through(ProxyAddress own) -> own;
        };
    }

    public ProviderNetwork withCertificate(ClientCertificate other) {
        return new ProviderNetwork(proxy, other);
    }
}
