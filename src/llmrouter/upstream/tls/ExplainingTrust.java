package llmrouter.upstream.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/// The JDK's check of certificates, whose refusals say in plain words what is wrong. What it accepts and refuses is
/// the JDK's decision alone, the check of the host name included.
final class ExplainingTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager check;

    ExplainingTrust(X509ExtendedTrustManager check) {
        this.check = check;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        try {
            check.checkServerTrusted(chain, type, engine);
        } catch (CertificateException e) {
            throw explained(e, chain, engine == null ? null : engine.getPeerHost());
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        try {
            check.checkServerTrusted(chain, type, socket);
        } catch (CertificateException e) {
            boolean known = socket instanceof SSLSocket secure && secure.getHandshakeSession() != null;
            throw explained(e, chain, known ? ((SSLSocket) socket).getHandshakeSession().getPeerHost() : null);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        try {
            check.checkServerTrusted(chain, type);
        } catch (CertificateException e) {
            throw explained(e, chain, null);
        }
    }

    private static CertificateTrouble explained(CertificateException e, X509Certificate[] chain, String host) {
        return CertificateWords.of(e, chain, host, Instant.now());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return check.getAcceptedIssuers();
    }
}
