package llmrouter.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.network.ClientCertificate;
import llmrouter.files.PemBlocks.PemBlock;

/// Reads the certificate and key that the gateway shows to a provider: a PKCS #12 file, or PEM.
public final class ClientKeys {
    private static final int LARGEST_BYTES = 1 << 20;
    private static final String READ = "read the client certificate";
    private static final String READ_KEY = "read the key of the client certificate";

    private ClientKeys() {}

    /// The keys to show.
    ///
    /// @param certificate with a password that is known, or none
    /// @param home        what `~` means
    /// @throws FileError it cannot be used; the message names the file and what to do, never content
    public static KeyManager[] of(ClientCertificate certificate, Path home) throws FileError {
        Path file = ConfigStore.expand(certificate.file(), home);
        Path keyFile = certificate.keyFile() == null ? file : ConfigStore.expand(certificate.keyFile(), home);
        String password = certificate.password() instanceof InlineSecret known ? known.value() : null;
        try {
            byte[] bytes = PlainFile.bytes(file, READ, LARGEST_BYTES);
            List<PemBlock> blocks = PemBlocks.of(bytes);
            if (blocks.isEmpty()) return managers(stored(bytes, password), password);
            List<PemBlock> keys = keyFile.equals(file) ? blocks
                : PemBlocks.of(PlainFile.bytes(keyFile, READ_KEY, LARGEST_BYTES));
            return managers(ofPem(blocks, keys, password), password);
        } catch (UnrecoverableKeyException _) {
            throw wrongPassword(file, password);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new FileError("cannot use the client certificate " + file + ": " + e.getMessage());
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) throw wrongPassword(file, password);
            if (e instanceof FileSystemException || e instanceof FileError) throw FileError.of(READ, file, e);
            throw new FileError("the client certificate " + file + " is neither PEM nor a PKCS #12 file");
        }
    }

    private static FileError wrongPassword(Path file, String password) {
        return new FileError("the client certificate " + file + (password == null ? " needs its password"
            : " cannot be opened: its password is wrong"));
    }

    private static KeyManager[] managers(KeyStore store, String password) throws GeneralSecurityException {
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, chars(password));
        return factory.getKeyManagers();
    }

    private static char[] chars(String password) {
        return password == null ? new char[0] : password.toCharArray();
    }

    private static KeyStore stored(byte[] bytes, String password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(bytes), chars(password));
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) return store;
        }
        throw new KeyStoreException("it holds no private key");
    }

    private static KeyStore ofPem(List<PemBlock> blocks, List<PemBlock> keys, String password)
            throws GeneralSecurityException, IOException {
        PrivateKey key = null;
        for (PemBlock block : keys) {
            if (block.isKey() && key == null) key = PrivateKeys.of(block, password);
        }
        if (key == null) {
            throw new KeyStoreException("there is no private key for it; name the key's file as \"keyFile\" or in "
                + "LLM_ROUTER_CLIENT_KEY");
        }
        Certificate[] chain = chain(blocks);
        if (!belongTogether(key, chain[0])) {
            throw new KeyStoreException("the private key belongs to another certificate");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", key, chars(password), chain);
        return store;
    }

    /// Whether what the key signs can be checked with the certificate.
    private static boolean belongTogether(PrivateKey key, Certificate certificate) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> null;
        };
        if (algorithm == null) return true; // the server will tell
        byte[] text = {1, 2, 3};
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(text);
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(certificate.getPublicKey());
            checking.update(text);
            return checking.verify(signing.sign());
        } catch (InvalidKeyException | SignatureException _) {
            return false;
        }
    }

    /// The certificates in their order: that of the key first, then those of its issuers.
    private static Certificate[] chain(List<PemBlock> blocks) throws CertificateException {
        var factory = CertificateFactory.getInstance("X.509");
        var chain = new ArrayList<Certificate>();
        for (PemBlock block : blocks) {
            if (block.isCertificate()) {
                chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
            }
        }
        if (chain.isEmpty()) throw new CertificateException("it holds no certificate");
        return chain.toArray(Certificate[]::new);
    }
}
