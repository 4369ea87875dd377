package llmrouter.state.redis;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLServerSocketFactory;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Settings.TlsSettings;
import llmrouter.config.StateBackend;
import llmrouter.files.TlsFiles;
import llmrouter.routing.Choice;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.scripted.Keystores;
import llmrouter.scripted.RedisServer;
import llmrouter.scripted.ScriptedRedis;
import llmrouter.server.OutwardTls;
import llmrouter.state.StateStore;
import llmrouter.state.StateStores;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RedisTlsTest {
    private static final HealthPolicy POLICY = new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 2, 30_000,
        86_400_000);
    private static final PickRequest REQUEST = new PickRequest("r", Strategy.ORDERED,
        List.of(new Choice("p/m", 1_000_000, List.of())), 1, Set.of(), -1, null, 0, List.of());
    private static final String PASSWORD = "correct-horse-battery";

    @TempDir
    private static Path folder;
    private static Path keys;
    private static Path authority;

    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = Keystores.issued(folder.resolve("keys.p12"), "san=dns:localhost");
        authority = Keystores.authority(keys);
    }

    private StateStore open(String url, Path authorities) {
        RedisTls tls = OutwardTls.redis(new TlsSettings(authorities == null ? null : authorities.toString(), null, null,
            null), folder);
        return StateStores.open(StateBackend.parse(url, null), POLICY, Clock.systemUTC(), path -> path, tls, log::add);
    }

    private String line() throws InterruptedException {
        String line = log.poll(30, TimeUnit.SECONDS);
        assertNotNull(line, "nothing was logged");
        assertFalse(line.contains(PASSWORD), line);
        return line;
    }

    private static SSLServerSocketFactory sockets(Path keystore) throws IOException {
        return TlsFiles.listening(keystore, Keystores.PASSWORD).context().getServerSocketFactory();
    }

    private static ScriptedRedis server(Path keystore) throws IOException {
        return new ScriptedRedis(sockets(keystore), (_, _) -> false);
    }

    /// Connects and says why it cannot.
    private String refusal(String url, Path authorities) throws Exception {
        try (var store = open(url, authorities)) {
            assertInstanceOf(PickResult.Chosen.class, store.consult(REQUEST));
            String line = line();
            assertTrue(line.contains("cannot be used (") && store.trouble() != null, line);
            return line;
        }
    }

    @Test
    void certificateAndNameAreChecked() throws Exception {
        try (var server = server(keys)) {
            String place = server.port() + "/0";
            try (var store = open("rediss://user:" + PASSWORD + "@localhost:" + place, authority)) {
                assertNull(store.trouble(), () -> log.toString());
            }
            String unknown = refusal("rediss://:" + PASSWORD + "@localhost:" + place, null);
            assertTrue(unknown.contains("its authority 'authority' is not known; if you trust it, put its certificate "
                + "into LLM_ROUTER_CA_FILE"), unknown);
            String name = refusal("rediss://:" + PASSWORD + "@127.0.0.1:" + place, authority);
            assertTrue(name.contains("the certificate of 127.0.0.1 is not for this name: it is for localhost"), name);
            String plain = refusal("redis://:" + PASSWORD + "@127.0.0.1:" + place, null);
            assertTrue(plain.contains("speaks TLS") && plain.contains("write rediss://"), plain);
        }
        Path old = Keystores.issued(folder.resolve("old.p12"), "san=dns:localhost", "-startdate", "2020/01/01 00:00:00",
            "-validity", "30");
        try (var server = server(old)) {
            String expired = refusal("rediss://:" + PASSWORD + "@localhost:" + server.port(), Keystores.authority(old));
            assertTrue(expired.contains("expired on 2020-01-31"), expired);
        }
    }

    @Test
    void aServerWithoutTlsAndOneThatIsSilentAreNamed() throws Exception {
        try (var plain = new ScriptedRedis((_, _) -> false); var silent = new ServerSocket(0)) {
            // what comes is no command to it, so it closes the connection
            String closed = refusal("rediss://localhost:" + plain.port(), null);
            assertTrue(closed.contains("closed the connection during the TLS handshake"), closed);
            String late = refusal("rediss://127.0.0.1:" + silent.getLocalPort(), null);
            assertTrue(late.contains("took more than 3000 ms; if the server does not speak TLS, write redis://"), late);
        }
        try (var answering = answering("-ERR unknown command\r\n".repeat(20))) {
            String words = refusal("rediss://localhost:" + answering.getLocalPort(), null);
            assertTrue(words.contains("does not speak TLS; write redis:// in LLM_ROUTER_STATE_BACKEND"), words);
        }
    }

    private static ServerSocket answering(String text) throws IOException {
        var listener = new ServerSocket(0);
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                try (var socket = listener.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream().write(text.getBytes());
                    socket.getInputStream().readAllBytes();
                } catch (IOException _) {
                    continue; // the test is over, or the client has gone
                }
            }
        });
        return listener;
    }

    /// The first message as a server gets it (RFC 8446 §4.1.2).
    @Test
    void onlyPresentVersionsAreOfferedAndTheNameIsSent() throws Exception {
        var hello = new CompletableFuture<String>();
        try (var listener = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> {
                try (var socket = listener.accept()) {
                    var head = new DataInputStream(socket.getInputStream());
                    head.skipNBytes(3);
                    hello.complete(new String(head.readNBytes(head.readUnsignedShort()), StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    hello.completeExceptionally(e);
                }
            });
            refusal("rediss://localhost:" + listener.getLocalPort(), null);
        }
        String first = hello.get(30, TimeUnit.SECONDS);
        assertTrue(first.contains("\0\tlocalhost"), "server_name (RFC 6066 §3)");
        assertTrue(first.contains("\0+\0\5\4\3\4\3\3"), "supported_versions: 1.3 and 1.2");
    }

    @Test
    void aRealServerIsUsedOverTls() throws Exception {
        Path certificate = Keystores.pem(keys);
        Path key = key(keys);
        int port;
        try (var probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        try (var server = RedisServer.start(folder, "--tls-port", Integer.toString(port), "--tls-cert-file",
            certificate.toString(), "--tls-key-file", key.toString(), "--tls-ca-cert-file",
            authority.toString(), "--tls-auth-clients", "no", "--requirepass", PASSWORD);
                var store = open("rediss://default:" + PASSWORD + "@localhost:" + port + "/2",
                    authority)) {
            assertNull(store.trouble(), () -> log.toString());
            for (int i = 0; i < 200; i++) assertInstanceOf(PickResult.Chosen.class, store.consult(REQUEST));
            assertTrue(log.isEmpty(), log::toString);
            String plain = refusal("redis://:" + PASSWORD + "@127.0.0.1:" + port, null);
            assertTrue(plain.contains("speaks TLS") && plain.contains("write rediss://"), plain);
            String wrong = refusal("rediss://default:not-" + PASSWORD + "@localhost:" + port, authority);
            assertTrue(wrong.contains("the login was refused (WRONGPASS)"), wrong);
            String noTls = refusal("rediss://127.0.0.1:" + server.port(), authority);
            assertTrue(noTls.contains("TLS") && noTls.contains("write redis://"), noTls);
        }
    }

    private static Path key(Path keystore) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(keystore.toFile(), Keystores.PASSWORD.toCharArray());
        byte[] key = store.getKey("server", Keystores.PASSWORD.toCharArray()).getEncoded();
        return Files.writeString(keystore.resolveSibling("key.pem"), "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key) + "\n-----END PRIVATE KEY-----\n");
    }
}
