/// Calls through proxies. The JDK's HTTP client speaks to an HTTP proxy by itself, but ignores a SOCKS proxy, cannot
/// reach a proxy through TLS, and hides why a proxy refuses. So every tunnel, and every call through a proxy that the
/// client cannot speak to, goes through a bridge on this machine's loopback address, which asks the proxy itself.
///
/// *Invariant:* a connection to the bridge leads only where the call leads whose login it shows, and every refusal of a
/// proxy is told in words that name the proxy and its setting, never its login.
package llmrouter.upstream.proxy;
