package llmrouter.upstream.tls;

import java.security.cert.CertificateException;

/// A server's certificate was refused. The message is a clause for people.
final class CertificateTrouble extends CertificateException {
    private static final long serialVersionUID = 1L;

    CertificateTrouble(String words, CertificateException cause) {
        super(words, cause);
    }
}
