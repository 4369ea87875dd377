package llmrouter.config.network;

import llmrouter.config.Secret;

/// A certificate that the gateway shows to a provider that wants one (mutual TLS, RFC 8446 §4.3.2), and where its key
/// is. `~` in the paths is not yet expanded.
///
/// @param file     a PKCS #12 file, or a PEM file with the certificate and those of its issuers
/// @param keyFile  PEM file of the private key; null if `file` holds it
/// @param password of the PKCS #12 file or of the encrypted key, or null
public record ClientCertificate(String file, String keyFile, Secret password) {
    /// No certificate, whatever the environment says.
    public static final ClientCertificate NONE = new ClientCertificate("", null, null);

    public boolean isNone() {
        return file.isEmpty();
    }

    public ClientCertificate withPassword(Secret known) {
        return new ClientCertificate(file, keyFile, known);
    }
}
