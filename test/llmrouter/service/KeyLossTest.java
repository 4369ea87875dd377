package llmrouter.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.server.Samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The first key of a running gateway, and the removal of its last one.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KeyLossTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String LOCKED =
        ": it has no key any more and refuses every request until it gets one or is restarted\n";

    @TempDir
    private Path home;
    private ScriptedUpstream upstream;

    @BeforeEach
    void configure() throws IOException {
        upstream = new ScriptedUpstream(Samples.good("openai"));
        GatewayProcess.configure(home, upstream.url());
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private Path file() {
        return home.resolve(".llm-router.json");
    }

    private GatewayProcess.Told done(String... words) {
        var told = GatewayProcess.run(home, words);
        assertEquals(0, told.exitCode(), told.out() + told.err());
        return told;
    }

    /// Adds a client key and returns it.
    private String key(String name) {
        return generated(done("config", "add-key", name).out(), "generatedKey=");
    }

    private String masterKey() {
        return generated(done("config", "set-master-key", "--generate-master-key").out(), "generatedMasterKey=");
    }

    private static String generated(String out, String label) {
        return out.lines().filter(line -> line.startsWith(label)).findFirst().orElseThrow().substring(label.length());
    }

    /// @param key or null
    private static HttpResponse<String> ask(GatewayProcess gateway, String key) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(gateway.url() + Samples.CHAT))
            .header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(Samples.chat(false)));
        if (key != null) request.header("authorization", "Bearer " + key);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(GatewayProcess gateway, String path, String accept) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(gateway.url() + path)).header("accept", accept).build(),
            HttpResponse.BodyHandlers.ofString());
    }

    private static void assertLocked(GatewayProcess gateway, String key) throws Exception {
        for (String shown : new String[] {key, null}) {
            HttpResponse<String> answer = ask(gateway, shown);
            assertEquals(401, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("This gateway has no key any more")
                && answer.body().contains("llm-router config add-key")
                && answer.body().contains("llm-router config set-master-key"), answer.body());
        }
    }

    @Test
    void theLastClientKeyIsRevokedAtOnceAndTheGatewayStaysLockedUntilItGetsAKey() throws Exception {
        String key = key("zz");
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            assertEquals(200, ask(gateway, key).statusCode());
            var told = done("config", "revoke-key", "zz", "--yes");
            assertTrue(told.out().endsWith("taken by " + gateway.url() + LOCKED), told.out() + told.err());
            assertTrue(told.err().contains("warning: there is no key any more"), told.err());
            assertLocked(gateway, key);
            var next = done("config", "add-alias", "a", "p/m");
            assertTrue(next.out().endsWith("taken by " + gateway.url() + LOCKED), next.out() + next.err());
            assertLocked(gateway, key);
            String fresh = key("yy");
            assertEquals(200, ask(gateway, fresh).statusCode());
            assertEquals(401, ask(gateway, key).statusCode());
            assertEquals(401, ask(gateway, null).statusCode());
        }
    }

    @Test
    void theMasterKeyIsRemovedAtOnce() throws Exception {
        String key = masterKey();
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            assertEquals(200, ask(gateway, key).statusCode());
            var told = done("config", "remove-master-key", "--yes", "--json");
            Json.Obj json = (Json.Obj) Json.parse(told.out());
            assertTrue(json.text("access").startsWith("there is no key any more: "), told.out());
            assertTrue(json.objects("gateways").getFirst().isTrue("taken"), told.out());
            assertTrue(json.objects("gateways").getFirst().isTrue("locked"), told.out());
            assertLocked(gateway, key);
        }
    }

    @Test
    void anUndoThatRemovesTheLastKeyNeedsYesAndIsTakenAtOnce() throws Exception {
        String key = masterKey();
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            assertEquals(2, GatewayProcess.run(home, "config", "undo").exitCode());
            assertEquals(200, ask(gateway, key).statusCode());
            var told = done("config", "undo", "--yes");
            assertTrue(told.out().endsWith("taken by " + gateway.url() + LOCKED), told.out() + told.err());
            assertLocked(gateway, key);
            done("config", "undo");
            assertEquals(200, ask(gateway, key).statusCode());
        }
    }

    @Test
    void aGatewayThatWasOpenAtItsStartStaysLockedToo() throws Exception {
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            assertEquals(200, ask(gateway, null).statusCode());
            String key = key("zz");
            assertEquals(401, ask(gateway, null).statusCode());
            done("config", "revoke-key", "zz", "--yes");
            assertLocked(gateway, key);
        }
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            assertEquals(200, ask(gateway, null).statusCode(), "a restart runs it without a key");
        }
    }

    @Test
    void aHandEditThatLosesAllKeysIsRefusedAlsoByReloadUntilAnOperationConfirmsIt() throws Exception {
        String open = Files.readString(file());
        String key = key("zz");
        String keyed = Files.readString(file());
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            Files.writeString(file(), open);
            gateway.await("configuration not taken");
            assertEquals(1, GatewayProcess.run(home, "reload").exitCode());
            assertTrue(GatewayProcess.run(home, "config", "add-alias", "a", "p/m").err().contains("not taken by "));
            assertEquals(200, ask(gateway, key).statusCode());
            Files.writeString(file(), keyed);
            gateway.await("the file can be used again");
            var told = done("config", "revoke-key", "zz", "--yes");
            assertTrue(told.out().endsWith("taken by " + gateway.url() + LOCKED), told.out() + told.err());
            assertLocked(gateway, key);
        }
    }

    @Test
    void aGatewayThatDoesNotWatchItsFileTakesTheLossWithTheNextReload() throws Exception {
        String key = key("zz");
        try (var gateway = GatewayProcess.start(home, "--port=0", "--watch-config=false")) {
            var told = done("config", "revoke-key", "zz", "--yes");
            assertTrue(told.err().contains("it does not watch its file; run 'llm-router reload'"), told.err());
            assertEquals(200, ask(gateway, key).statusCode());
            done("reload");
            assertLocked(gateway, key);
        }
    }

    @Test
    void statusReadyAndThePageSayThatTheGatewayHasNoKey() throws Exception {
        key("zz");
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            var page = get(gateway, "/", "text/html");
            assertTrue(page.body().contains("with one of the gateway&#39;s keys as the password")
                || page.body().contains("with one of the gateway's keys as the password"), page.body());
            assertTrue(page.headers().firstValue("www-authenticate").isPresent());
            done("config", "revoke-key", "zz", "--yes");
            page = get(gateway, "/", "text/html");
            assertEquals(401, page.statusCode());
            assertTrue(page.body().contains("This gateway has no key any more"), page.body());
            assertFalse(page.headers().firstValue("www-authenticate").isPresent(), "no password is right");
            var ready = get(gateway, "/ready", "*/*");
            assertEquals(200, ready.statusCode());
            assertTrue(ready.body().contains("\"key\":\"The gateway has no key any more"), ready.body());
            String status = done("status").out();
            assertTrue(status.contains("The gateway has no key any more and refuses every request"), status);
            assertTrue(status.contains("Key: required, and there is none any more"), status);
            Json.Obj json = ((Json.Obj) Json.parse(done("status", "--json").out())).objects("gateways").getFirst();
            assertTrue(json.isTrue("keyRequired") && json.isTrue("locked"), json.toString());
        }
    }

    @Test
    void theFirstKeyWarnsThatEveryClientNeedsOneAndTheSecondDoesNot() throws Exception {
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            var told = done("config", "add-key", "zz");
            String warning = "from now on every client of a running gateway needs a key";
            assertTrue(told.err().contains("warning: this is the first key: " + warning), told.err());
            gateway.await("from now on every client needs a key");
            assertFalse(done("config", "add-key", "yy").err().contains(warning));
            done("config", "revoke-key", "yy");
            done("config", "revoke-key", "zz", "--yes");
            var json = (Json.Obj) Json.parse(done("config", "set-master-key", "--generate-master-key", "--json").out());
            assertTrue(json.text("access").contains(warning), json.toString());
        }
    }
}
