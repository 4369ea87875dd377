import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The [Origin] with its two addresses, and the throw-away certificate of the one that speaks TLS.
///
/// @param plain  its URL
/// @param secure its URL over TLS
/// @param folder of the key store and the certificate
record Provision(String plain, String secure, Path folder) implements AutoCloseable {
    private static final String PASSWORD = "throw-away";
    private static final String STORE = "store.p12";
    private static final String CERTIFICATE = "certificate.pem";

    static Provision start() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("llm-router-bench-tls");
        keytool(folder, "-genkeypair", "-alias", "origin", "-keyalg", "EC", "-groupname", "secp256r1", "-dname",
            "CN=origin", "-ext", "san=ip:127.0.0.1", "-validity", "30");
        keytool(folder, "-exportcert", "-alias", "origin", "-rfc", "-file", CERTIFICATE);
        return new Provision("http://127.0.0.1:" + Origin.start(),
            "https://127.0.0.1:" + Origin.start(tls(folder.resolve(STORE))), folder);
    }

    private static void keytool(Path folder, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(Gateways.java()).resolveSibling("keytool").toString());
        command.addAll(List.of(words));
        command.addAll(List.of("-keystore", STORE, "-storepass", PASSWORD, "-storetype", "PKCS12"));
        var process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) throw new IOException("keytool: " + said);
    }

    private static SSLContext tls(Path store) throws IOException {
        try (InputStream in = Files.newInputStream(store)) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            var tls = SSLContext.getInstance("TLS");
            tls.init(managers.getKeyManagers(), null, null);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IOException("the key store of the bench cannot be used", e);
        }
    }

    int port() {
        return Integer.parseInt(plain.substring(plain.lastIndexOf(':') + 1));
    }

    /// The environment of a gateway that trusts the certificate.
    Map<String, String> settings(String state) {
        return Map.of("LLM_ROUTER_STATE_BACKEND", state, "LLM_ROUTER_CA_FILE", folder.resolve(CERTIFICATE).toString());
    }

    /// Options of a JVM that trusts it.
    List<String> trust() {
        return List.of("-Djavax.net.ssl.trustStore=" + folder.resolve(STORE),
            "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
