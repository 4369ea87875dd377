package llmrouter.config.edit.input;


import llmrouter.config.Secret;
import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// How a provider is reached, as people enter it. What is null was not entered; an empty text takes the setting back,
/// so that the environment decides again.
///
/// @param proxy       an address, or `none`
/// @param certificate the path of a client certificate, or `none`
/// @param keyFile     the path of its private key, if that has a file of its own
/// @param password    of the certificate or of the key
public record NetworkInput(String proxy, String certificate, String keyFile, Secret password) {
    public static final NetworkInput NONE = new NetworkInput(null, null, null, null);

    /// Whether nothing was entered.
    public boolean isEmpty() {
        return equals(NONE);
    }

    /// Whether the certificate is one word in the file: a path, or `none`.
    public boolean isPlain() {
        return keyFile == null && password == null;
    }

    /// Whether the provider is to have no certificate of its own any more, so that nothing of the earlier one stays.
    public boolean endsCertificate() {
        if (certificate == null) return false;
        String word = Letters.lower(Ws.trim(certificate));
        return word.isEmpty() || word.equals("none") || word.equals("direct");
    }

    /// @throws RefusedInput a key or a password was entered that belongs to no certificate
    public void check(boolean hasCertificate) {
        boolean lonely = !isPlain() && (certificate == null && !hasCertificate || endsCertificate());
        if (!lonely) return;
        throw new RefusedInput("clientCertificate", names -> "the key and the password of a client certificate need "
            + names.field("clientCertificate") + " with the path of the certificate");
    }
}
