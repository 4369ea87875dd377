package llmrouter.config.network;

/// Which proxy the calls of one provider use.
public sealed interface ProxyChoice {
    /// That of the environment, if it names one for the address.
    record OfEnvironment() implements ProxyChoice {}

    /// None, whatever the environment says.
    record Direct() implements ProxyChoice {}

    /// This one, also for addresses that `NO_PROXY` excepts.
    record Through(ProxyAddress proxy) implements ProxyChoice {}
}
