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

    /// The proxy as it may be shown, without its login: an address, or `none`; null for that of the environment.
    public String shownProxy() {
        return switch (proxy) {
            case ProxyChoice.OfEnvironment _ -> null;
            case ProxyChoice.Direct _ -> "none";
            case ProxyChoice.Through(ProxyAddress own) -> own.toString();
        };
    }

    /// The certificate as it may be shown: the path of its file, or `none`; null for that of the environment.
    public String shownCertificate() {
        if (certificate == null) return null;
        return certificate.isNone() ? "none" : certificate.file();
    }

    public ProviderNetwork withCertificate(ClientCertificate other) {
        return new ProviderNetwork(proxy, other);
    }
}
