package llmrouter.upstream.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.files.FileError;
import llmrouter.files.TlsFiles;
import llmrouter.scripted.Keystores;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.server.Gateway;
import llmrouter.server.Samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a client is told when TLS to a provider fails, over real sockets.
class TlsWordsTest {
    private static final Map<String, String> ONCE = Map.of("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1");

    @TempDir
    private static Path folder;

    private static Path made(String name, String names, String... options) throws Exception {
        return Keystores.make(folder.resolve(name), names, options);
    }

    private static Map<String, String> trusting(Path keystore, String... more) throws Exception {
        var env = new HashMap<>(ONCE);
        env.put("LLM_ROUTER_CA_FILE", Keystores.pem(keystore).toString());
        for (int i = 0; i < more.length; i += 2) env.put(more[i], more[i + 1]);
        return env;
    }

    private static String told(Path keystore, Map<String, String> env) throws Exception {
        try (var upstream = ScriptedUpstream.secure(TlsFiles.listening(keystore, Keystores.PASSWORD).context(),
            Samples.good("openai"))) {
            String said = told(upstream.url(), env);
            assertTrue(upstream.seen().isEmpty(), "no key may go to a server that cannot prove its name");
            return said;
        }
    }

    private static String told(String url, Map<String, String> env) throws Exception {
        String config = "{\"version\":2,\"providers\":[{\"id\":\"p\",\"baseUrl\":\"" + url
            + "\",\"format\":\"openai\",\"models\":[\"m\"]}]}";
        try (var gateway = Gateway.with(config, env)) {
            HttpResponse<String> answer = gateway.post(Samples.CHAT, Samples.chat(false));
            assertEquals(502, answer.statusCode(), answer.body());
            for (String java : List.of("sun.", "javax", "PKIX", "Exception", "\\u")) {
                assertFalse(answer.body().contains(java), answer.body());
            }
            return answer.body();
        }
    }

    private static Path issued(String name, String... options) throws Exception {
        return Keystores.issued(folder.resolve(name), Keystores.LOCAL, options);
    }

    private static Map<String, String> trustingAuthority(Path keystore) throws Exception {
        var env = new HashMap<>(ONCE);
        env.put("LLM_ROUTER_CA_FILE", Keystores.authority(keystore).toString());
        return env;
    }

    @Test
    void anExpiredCertificateIsNamedWithItsIssuerItsDateAndOurClock() throws Exception {
        Path old = issued("old.p12", "-startdate", "2020/01/02 03:04:05", "-validity", "30");
        for (Map<String, String> env : List.of(trustingAuthority(old), ONCE)) {
            String said = told(old, env);
            assertTrue(said.contains("certificate of 127.0.0.1, issued by 'authority', expired on 2020-02-01T"), said);
            assertTrue(said.contains(" days ago by this machine's clock (2"), said);
        }
    }

    @Test
    void aCertificateOfTheFutureSpeaksOfTheClock() throws Exception {
        Path future = issued("future.p12", "-startdate", "+10d");
        String said = told(future, trustingAuthority(future));
        assertTrue(said.contains("is not valid before 2") && said.contains("check the clock"), said);
    }

    @Test
    void aPrivateAuthorityIsNamed() throws Exception {
        Path own = issued("private.p12");
        String said = told(own, ONCE);
        assertTrue(said.contains("the certificate of 127.0.0.1 was issued by 'authority'"), said);
        assertTrue(said.contains("LLM_ROUTER_CA_FILE"), said);
    }

    @Test
    void anUnknownAuthorityIsNamedWithTheSettingThatHelps() throws Exception {
        String said = told(made("own.p12", Keystores.LOCAL), ONCE);
        assertTrue(said.contains("the certificate of 127.0.0.1 is signed by itself ('test'); if you trust it, put its "
            + "certificate into LLM_ROUTER_CA_FILE"), said);
    }

    @Test
    void aWrongHostNameIsNamedWithTheNamesOfTheCertificate() throws Exception {
        Path other = made("other.p12", "san=dns:a.example,dns:b.example,dns:c.example,dns:d.example,dns:e.example");
        String said = told(other, trusting(other));
        assertTrue(said.contains("the certificate of 127.0.0.1 is not for this name: it is for a.example, b.example, "
            + "c.example, d.example and 1 more, issued by 'test'"), said);
        Path none = made("none.p12", "bc=ca:false");
        assertTrue(told(none, trusting(none)).contains("it has no name of a host, only the subject 'test'"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "HTTP/1.1 400 Bad Request\\n\\n|does not speak TLS; write http:// in front of it",
        "SSH-2.0-OpenSSH_9\\n|does not speak TLS", "220 mail ready\\n|does not speak TLS",
        "|closed the connection during the TLS handshake"})
    void plainTextOnATlsPortIsNamed(String bytes, String words) throws Exception {
        try (var server = talking(bytes == null ? "" : bytes.replace("\\n", "\r\n"))) {
            String place = "127.0.0.1:" + server.getLocalPort();
            String said = told("https://" + place, ONCE);
            assertTrue(said.contains(place + " " + words), said);
        }
    }

    /// A server that reads something, says this, and closes.
    private static ServerSocket talking(String bytes) throws IOException {
        var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (true) {
                try (Socket client = server.accept()) {
                    client.getInputStream().read(new byte[8192]);
                    client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                    client.shutdownOutput();
                    client.getInputStream().readAllBytes();
                } catch (IOException _) {
                    if (server.isClosed()) return;
                }
            }
        });
        return server;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"TLS|speaks TLS on this port; write https:// in front of it",
        "SSH-2.0-OpenSSH_9.6\\n|is an SSH server; check the port",
        "H2|speaks HTTP/2 only, and the gateway calls providers in HTTP/1.1",
        "GOAWAY|speaks HTTP/2 only", "220 mx ESMTP ready\\n|is a mail or FTP server",
        "-ERR unknown command\\n|is a Redis or mail server",
        "\u00ff\u00feq8 secret bytes\\n|is not HTTP; check the address"})
    void whatIsNoHttpIsNamedWithoutItsBytes(String bytes, String words) throws Exception {
        String sent = switch (bytes) {
            case "TLS" -> "\u0015\u0003\u0003\u0000\u0002\u0002\u0032";
            case "H2" -> "\u0000\u0000\u0006\u0004\u0000\u0000\u0000\u0000\u0000\u0000\u0003\u0000\u0000\u0000\u0064";
            case "GOAWAY" -> "\u0000\u0000\u0008\u0007" + "\u0000".repeat(12) + "\u0001";
            default -> bytes.replace("\\n", "\r\n");
        };
        try (var server = talking(sent)) {
            String place = "127.0.0.1:" + server.getLocalPort();
            String said = told("http://" + place, ONCE);
            assertTrue(said.contains(place) && said.contains(words), said);
            assertFalse(said.contains("secret") || said.contains("OpenSSH"), said);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>|TLS",
        "Client sent an HTTP request to an HTTPS server.|TLS",
        "Bad Request: This combination of host and port requires TLS.|TLS",
        "<!DOCTYPE html><title>400</title>You're speaking plain HTTP to an SSL-enabled server port.<br />|TLS",
        "<html><head><title>400 No required SSL certificate was sent</title></head></html>|certificate",
        "<html><head><title>400 The SSL certificate error</title></head></html>|certificate"})
    void aPageAboutTlsIsToldLikeATlsFailure(String page, String about) throws Exception {
        String type = page.startsWith("<") ? "text/html" : "text/plain";
        try (var upstream = new ScriptedUpstream(wire -> wire.send("HTTP/1.1 400 Bad Request\r\n"
            + "content-type: " + type + "\r\ncontent-length: " + page.length() + "\r\n\r\n" + page))) {
            String place = "127.0.0.1:" + upstream.port();
            String said = told(upstream.url(), ONCE);
            assertTrue(said.contains("Provider \\\"p\\\" (" + place + ") was not reached: " + place
                + (about.equals("TLS") ? " speaks TLS on this port; write https:// in front of it."
                : " wants a client certificate")), said);
            assertEquals(about.equals("certificate"), said.contains("or in LLM_ROUTER_CLIENT_CERTIFICATE"), said);
            assertEquals(page.contains("No required"), said.contains("named there already was not issued by"), said);
        }
    }

    @Test
    void wordsAboutTlsInAnErrorOfTheProviderStayItsOwn() throws Exception {
        String words = "No required SSL certificate was sent, says your prompt";
        try (var upstream = new ScriptedUpstream(wire -> wire.json(400,
            "{\"error\":{\"message\":\"" + words + "\",\"type\":\"invalid_request_error\"}}"));
                var gateway = Gateway.with("{\"version\":2,\"providers\":[{\"id\":\"p\",\"baseUrl\":\"" + upstream.url()
                    + "\",\"format\":\"openai\",\"models\":[\"m\"]}]}", ONCE)) {
            HttpResponse<String> answer = gateway.post(Samples.CHAT, Samples.chat(false));
            assertEquals(400, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains(words), answer.body());
        }
    }

    /// A server that wants a certificate of the same authority as its own.
    private static ScriptedUpstream wanting(Path keystore, String protocol) throws Exception {
        return ScriptedUpstream.wanting(Keystores.mutual(keystore), protocol, Samples.good("openai"));
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3", "TLSv1.2"})
    void aServerThatWantsAClientCertificateGetsIt(String protocol) throws Exception {
        Path own = made("mutual" + protocol + ".p12", Keystores.LOCAL);
        Path stranger = made("stranger" + protocol + ".p12", Keystores.LOCAL);
        try (var upstream = wanting(own, protocol)) {
            String said = told(upstream.url(), trusting(own));
            assertTrue(said.contains("wants a client certificate"), said);
            assertTrue(said.contains("LLM_ROUTER_CLIENT_CERTIFICATE"), said);
            assertTrue(said.contains("\\\"clientCertificate\\\" of the provider"), said);
            said = told(upstream.url(), trusting(own, "LLM_ROUTER_CLIENT_CERTIFICATE", stranger.toString(),
                "LLM_ROUTER_CLIENT_CERTIFICATE_PASSWORD", Keystores.PASSWORD));
            assertTrue(said.contains("client certificate"), said);
            assertEquals(200, status(upstream.url(), "", trusting(own, "LLM_ROUTER_CLIENT_CERTIFICATE", own.toString(),
                "LLM_ROUTER_CLIENT_CERTIFICATE_PASSWORD", Keystores.PASSWORD)));
            String configured = ",\"clientCertificate\":{\"file\":\"" + own + "\",\"password\":\"" + Keystores.PASSWORD
                + "\"}";
            assertEquals(200, status(upstream.url(), configured, trusting(own)));
            assertEquals(502, status(upstream.url(), ",\"clientCertificate\":false", trusting(own,
                "LLM_ROUTER_CLIENT_CERTIFICATE", own.toString(), "LLM_ROUTER_CLIENT_CERTIFICATE_PASSWORD",
                Keystores.PASSWORD)));
        }
    }

    private static int status(String url, String more, Map<String, String> env) throws Exception {
        String config = "{\"version\":2,\"providers\":[{\"id\":\"p\",\"baseUrl\":\"" + url
            + "\",\"format\":\"openai\",\"models\":[\"m\"]" + more + "}]}";
        try (var gateway = Gateway.with(config, env)) {
            return gateway.post(Samples.CHAT, Samples.chat(false)).statusCode();
        }
    }

    @Test
    void aClientCertificateThatCannotBeUsedIsTheGatewaysFault() throws Exception {
        Path own = made("own2.p12", Keystores.LOCAL);
        var upstream = "https://127.0.0.1:9";
        String config = "{\"version\":2,\"providers\":[{\"id\":\"p\",\"baseUrl\":\"" + upstream
            + "\",\"format\":\"openai\",\"models\":[\"m\"],\"clientCertificate\":\"" + own + "\"}]}";
        try (var gateway = Gateway.with(config, ONCE)) {
            String said = gateway.post(Samples.CHAT, Samples.chat(false)).body();
            assertTrue(said.contains("the client certificate " + own + " needs its password"), said);
        }
        Path missing = folder.resolve("missing.pem");
        String error = assertThrows(FileError.class, () -> Gateway.with(config,
            Map.of("LLM_ROUTER_CLIENT_CERTIFICATE", missing.toString()))).getMessage();
        assertTrue(error.contains(missing + ": there is no such file"), error);
        Path junk = Files.writeString(folder.resolve("junk.pem"), "junk");
        error = assertThrows(FileError.class, () -> Gateway.with(config,
            Map.of("LLM_ROUTER_CLIENT_CERTIFICATE", junk.toString()))).getMessage();
        assertTrue(error.contains(junk + " is neither PEM nor a PKCS #12 file"), error);
    }
}
