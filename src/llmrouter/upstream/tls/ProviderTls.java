package llmrouter.upstream.tls;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import llmrouter.config.network.ClientCertificate;
import llmrouter.files.ClientKeys;
import llmrouter.files.ConfigStore;
import llmrouter.files.FileStamp;
import llmrouter.files.TlsFiles;

/// The TLS contexts for calls to providers, one for each client certificate. The CA file is read once. The files of a
/// client certificate are read again when they have changed, because such certificates are often renewed; while the
/// new files cannot be used, the old certificate stays. Thread-safe.
public final class ProviderTls {
    private static final String JDK_KEYS = "javax.net.ssl.keyStore";

    private final Path home;
    private final ClientCertificate environment;
    private final Map<ClientCertificate, Shown> contexts = new HashMap<>();
    private final AtomicBoolean renewed = new AtomicBoolean();
    private X509ExtendedTrustManager check;

    /// @param stamps of the certificate's files when they were read
    private record Shown(Stamps stamps, SSLContext context) {}

    private record Stamps(FileStamp certificate, FileStamp key) {
        static Stamps of(ClientCertificate shown, Path home) {
            FileStamp certificate = FileStamp.of(ConfigStore.expand(shown.file(), home));
            return new Stamps(certificate, shown.keyFile() == null ? certificate
                : FileStamp.of(ConfigStore.expand(shown.keyFile(), home)));
        }
    }

    private ProviderTls(X509ExtendedTrustManager check, ClientCertificate environment, Path home) {
        this.check = check;
        this.environment = environment;
        this.home = home;
    }

    /// The JDK's authorities, and no certificate but a provider's own.
    public static ProviderTls usual(Path home) {
        return new ProviderTls(null, null, home);
    }

    /// @param caFile      authorities beside the JDK's, or null
    /// @param environment the certificate for providers that name none, with a known password; or null
    /// @param home        what `~` means
    /// @throws IOException one of the files cannot be used; the message says which and what to do
    public static ProviderTls of(String caFile, ClientCertificate environment, Path home) throws IOException {
        var tls = new ProviderTls(caFile == null ? null : TlsFiles.trusting(ConfigStore.expand(caFile, home)),
            environment, home);
        if (environment != null) tls.context(environment);
        return tls;
    }

    /// The context for calls of a provider.
    ///
    /// @param own certificate of the provider; null for that of the environment
    /// @throws IOException the certificate cannot be used; the message says why and what to do
    public synchronized SSLContext context(ClientCertificate own) throws IOException {
        ClientCertificate shown = own == null ? environment : own;
        if (shown == null || shown.isNone()) {
            ClientCertificate none = shown == null ? null : ClientCertificate.NONE;
            if (contexts.get(none) instanceof Shown known) return known.context();
            return remember(none, null, none == null ? ofTheJdk() : null);
        }
        Stamps now = Stamps.of(shown, home);
        Shown known = contexts.get(shown);
        if (known != null && known.stamps().equals(now)) return known.context();
        try {
            SSLContext context = remember(shown, now, ClientKeys.of(shown, home));
            if (known != null) renewed.set(true);
            return context;
        } catch (IOException e) {
            if (known == null) throw e;
            return known.context();
        }
    }

    /// Whether a client certificate was read anew since this was asked last.
    public boolean renewed() {
        return renewed.get() && renewed.getAndSet(false);
    }

    private SSLContext remember(ClientCertificate shown, Stamps stamps, KeyManager[] keys) throws IOException {
        try {
            if (check == null) check = TlsFiles.trusting();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {new ExplainingTrust(check)}, null);
            contexts.put(shown, new Shown(stamps, context));
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be used: " + e.getMessage());
        }
    }

    /// The keys that the JDK's own property names, as an operator may have set it; null if it is not set.
    private static KeyManager[] ofTheJdk() throws IOException {
        String file = System.getProperty(JDK_KEYS);
        if (file == null || file.isBlank() || file.equals("NONE")) return null;
        char[] password = System.getProperty("javax.net.ssl.keyStorePassword", "").toCharArray();
        try {
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(KeyStore.getInstance(new File(file), password), password);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException("the key store of the property " + JDK_KEYS + " cannot be used: " + e.getMessage());
        }
    }
}
