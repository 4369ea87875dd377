package llmrouter.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import llmrouter.files.PemBlocks.PemBlock;

/// TLS from files: which authorities to trust beside those of the JDK, and the gateway's own key. A file is read
/// once; changing it has no effect until the program is started again. Errors name the file and what to do.
public final class TlsFiles {
    /// The authorities of a whole system take less than one megabyte.
    private static final int LARGEST_BYTES = 8 << 20;

    private TlsFiles() {}

    /// A gateway's own key and certificate.
    ///
    /// @param context to listen with
    public record ListenerKey(SSLContext context, X509Certificate certificate) {
        /// Why the certificate is not valid today, in words; null if it is valid.
        public String trouble() {
            Instant now = Instant.now();
            Instant first = certificate.getNotBefore().toInstant();
            Instant last = certificate.getNotAfter().toInstant();
            if (now.isAfter(last)) return "its certificate expired on " + last;
            return now.isBefore(first) ? "its certificate is not valid before " + first : null;
        }

        /// Trusts this certificate and no other, whatever host name it is for.
        public SSLContext pinned() throws FileError {
            return pinning(encoded());
        }

        /// The certificate for [TlsFiles#pinning].
        public String encoded() throws FileError {
            try {
                return Base64.getEncoder().encodeToString(certificate.getEncoded());
            } catch (CertificateException e) {
                throw new FileError("cannot encode the gateway's own certificate: " + e.getMessage());
            }
        }
    }

    /// Trusts one certificate (DER in Base64) and no other, whatever host name it is for.
    public static SSLContext pinning(String encoded) throws FileError {
        try (var in = new ByteArrayInputStream(Base64.getDecoder().decode(encoded))) {
            Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            return contextOf(null, trustStore(List.of(certificate)));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new FileError("cannot trust the gateway's own certificate: " + e.getMessage());
        }
    }

    /// The check of certificates that trusts the JDK's authorities.
    public static X509ExtendedTrustManager trusting() throws GeneralSecurityException {
        return check(null);
    }

    /// The check of certificates that trusts the JDK's authorities and those in a PEM file. Private keys in the file
    /// are left out.
    public static X509ExtendedTrustManager trusting(Path pem) throws FileError {
        try {
            KeyStore all = trustStore(certificates(pem));
            int n = 0;
            for (X509Certificate known : authorities()) all.setCertificateEntry("jdk-" + n++, known);
            return check(all);
        } catch (GeneralSecurityException e) {
            throw new FileError("cannot use the CA file " + pem + ": " + e.getMessage()
                + "; it must hold certificates as PEM (-----BEGIN CERTIFICATE-----)");
        } catch (IOException e) {
            throw FileError.of("read the CA file", pem, e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path pem) throws IOException, CertificateException {
        byte[] bytes = PlainFile.bytes(pem, "read the CA file", LARGEST_BYTES);
        try (InputStream in = new ByteArrayInputStream(withoutKeys(bytes))) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) throw new CertificateException("there is no certificate in it");
            return found;
        }
    }

    /// The certificates of a PEM file; any other file as it is.
    private static byte[] withoutKeys(byte[] file) throws CertificateException {
        List<PemBlock> blocks = PemBlocks.of(file);
        if (blocks.isEmpty()) return file;
        var text = new StringBuilder();
        for (PemBlock block : blocks) {
            if (block.isCertificate()) text.append(block.text()).append('\n');
        }
        if (!text.isEmpty()) return text.toString().getBytes(StandardCharsets.ISO_8859_1);
        throw new CertificateException(blocks.stream().anyMatch(PemBlock::isKey)
            ? "it holds a private key and no certificate" : "there is no certificate in it");
    }

    private static X509ExtendedTrustManager check(KeyStore trusted) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    private static X509Certificate[] authorities() throws GeneralSecurityException {
        return check(null).getAcceptedIssuers();
    }

    private static KeyStore trustStore(Collection<? extends Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int n = 0;
        for (Certificate c : certificates) store.setCertificateEntry("file-" + n++, c);
        return store;
    }

    /// The key in a PKCS #12 file (`.p12`, `.pfx`) and its certificate.
    ///
    /// @param password of the file, or null if none was given
    public static ListenerKey listening(Path keystore, String password) throws FileError {
        char[] secret = password == null ? new char[0] : password.toCharArray();
        try (InputStream in = opened(keystore)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, secret);
            X509Certificate certificate = certificate(store);
            if (certificate == null) {
                throw new FileError("the keystore " + keystore
                    + " holds no private key with a certificate; it must hold the key of this gateway");
            }
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, secret);
            return new ListenerKey(contextOf(factory.getKeyManagers(), null), certificate);
        } catch (UnrecoverableKeyException _) {
            throw wrongPassword(keystore, password);
        } catch (GeneralSecurityException e) {
            throw new FileError("cannot use the keystore " + keystore + ": " + e.getMessage());
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) throw wrongPassword(keystore, password);
            if (e instanceof FileSystemException || e instanceof FileError) {
                throw FileError.of("read the keystore", keystore, e);
            }
            throw new FileError("the keystore " + keystore
                + " is not a PKCS #12 file; make one with 'openssl pkcs12 -export' or the JDK's keytool");
        }
    }

    private static InputStream opened(Path keystore) throws IOException {
        return new ByteArrayInputStream(PlainFile.bytes(keystore, "read the keystore", LARGEST_BYTES));
    }

    private static FileError wrongPassword(Path keystore, String password) {
        if (password != null) return new FileError("the password of the keystore " + keystore + " is wrong");
        return new FileError("the keystore " + keystore + " needs its password: --tls-password-file, "
            + "LLM_ROUTER_TLS_PASSWORD_FILE or LLM_ROUTER_TLS_PASSWORD");
    }

    private static X509Certificate certificate(KeyStore store) throws KeyStoreException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
                return certificate;
            }
        }
        return null;
    }

    private static SSLContext contextOf(KeyManager[] keys, KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = null;
        if (trusted != null) {
            factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, factory == null ? null : factory.getTrustManagers(), null);
        return context;
    }
}
