package llmrouter.upstream.tls;

import java.security.cert.CertificateException;

import llmrouter.gateway.failure.FaultOwner;

/// A server's certificate was refused. The message is a clause for people.
final class CertificateTrouble extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final FaultOwner owner;

    CertificateTrouble(FaultOwner owner, String words, CertificateException cause) {
        super(words, cause);
        this.owner = owner;
    }

    FaultOwner owner() {
        return owner;
    }
}
