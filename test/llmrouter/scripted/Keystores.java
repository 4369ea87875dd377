package llmrouter.scripted;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Keys and certificates for one test, made by the JDK's own keytool.
public final class Keystores {
    public static final String PASSWORD = "word of the test";
    /// A certificate for this machine.
    public static final String LOCAL = "san=dns:localhost,ip:127.0.0.1";

    private Keystores() {}

    /// A PKCS #12 file with a key and its self-signed certificate.
    public static Path make(Path file, String names, String... options) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("-genkeypair", "-alias", "server", "-keyalg", "EC", "-groupname", "secp256r1",
            "-dname", "CN=test", "-ext", names));
        words.addAll(List.of(options));
        keytool(file, words);
        return file;
    }

    /// A PKCS #12 file with a key whose certificate an authority, `CN=authority`, has issued. The authority is in the
    /// file too.
    public static Path issued(Path file, String names, String... options) throws IOException, InterruptedException {
        keytool(file, List.of("-genkeypair", "-alias", "authority", "-keyalg", "EC", "-groupname", "secp256r1",
            "-dname", "CN=authority", "-ext", "bc:c", "-validity", "3650", "-startdate", "2019/01/01 00:00:00"));
        var all = new ArrayList<>(List.of("-signer", "authority"));
        all.addAll(List.of(options));
        return make(file, names, all.toArray(String[]::new));
    }

    /// The certificate of a keystore as PEM, beside it.
    public static Path pem(Path keystore) throws IOException, InterruptedException {
        return pem(keystore, "server");
    }

    /// The certificate of the authority that [#issued] has made, as PEM.
    public static Path authority(Path keystore) throws IOException, InterruptedException {
        return pem(keystore, "authority");
    }

    private static Path pem(Path keystore, String alias) throws IOException, InterruptedException {
        Path pem = keystore.resolveSibling(keystore.getFileName() + "." + alias + ".pem");
        keytool(keystore, List.of("-exportcert", "-rfc", "-alias", alias, "-file", pem.toString()));
        return pem;
    }

    /// A keystore in which nothing but this certificate lies.
    public static Path withoutKey(Path file, Path pem) throws IOException, InterruptedException {
        keytool(file, List.of("-importcert", "-noprompt", "-alias", "other", "-file", pem.toString()));
        return file;
    }

    /// A server's key, and of clients only the certificate of the same keystore.
    public static SSLContext mutual(Path keystore) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(keystore.toFile(), PASSWORD.toCharArray());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("own", store.getCertificate("server"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static void keytool(Path keystore, List<String> words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(words);
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", keystore.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) throw new IOException(said);
    }
}
