package llmrouter.upstream.proxy;

import java.io.IOException;

import llmrouter.config.network.ProxyAddress;

/// A proxy cannot be used for a call. The message is a whole clause that names the proxy, its setting and, where there
/// is one, the fix; never the login.
final class ProxyFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private ProxyFailure(String message) {
        super(message);
    }

    /// @param what a clause whose subject is the proxy
    static ProxyFailure of(ProxyAddress proxy, String what) {
        return new ProxyFailure(proxy.described() + " " + what);
    }
}
