package llmrouter.upstream.tls;

import java.net.URI;

import javax.net.ssl.SSLException;

import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.gateway.failure.FaultOwner;

/// Whose fault it is that a TLS connection to a provider failed, and why.
///
/// - The server in front of the provider: its certificate has expired, is too weak or was revoked; it has no version or
///   cipher in common with the gateway.
/// - The provider, whose address may be wrong: the certificate is for other names; there is no TLS on this port.
/// - The gateway, its machine or its settings: a certificate that is not yet valid (a wrong clock), an authority that
///   is not known, a client certificate that is missing or refused.
public final class TlsFaults {
    private TlsFaults() {}

    /// @param target that was called
    public static CallFailure of(SSLException failure, URI target) {
        int port = target.getPort() > 0 ? target.getPort() : 443;
        return new CallFailure(Kind.CONNECT, owner(failure), TlsWords.of(failure, target.getHost(), port));
    }

    private static FaultOwner owner(SSLException failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof CertificateTrouble trouble) return trouble.owner();
        }
        return switch (TlsWords.kind(failure)) {
            case CLIENT_CERTIFICATE -> FaultOwner.GATEWAY;
            case NO_TLS, WRONG_NAME -> FaultOwner.PROVIDER;
            case NOTHING_IN_COMMON, CLOSED, OTHER -> FaultOwner.EDGE;
        };
    }
}
