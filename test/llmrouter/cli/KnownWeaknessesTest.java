package llmrouter.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.config.EditedConfig;
import llmrouter.json.Json.Obj;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What users of configuration tools have lost data or time by, and what happens here instead.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KnownWeaknessesTest {
    private static final String RICH = """
        {
          "version": 2, "$comment": "mine",
          "providers": [
            { "id": "p", "name": "P", "enabled": true, "baseUrl": "https://p.example", "apiKeyEnv": "P_KEY",
              "formats": ["claude"],
              "auth": {"type": "header", "headerName": "x-key"}, "anthropicVersion": "2023-06-01", \
        "anthropicBeta": "b", "metadata": {"team": "t"},
              "models": [ {"id": "sonar", "aliases": ["s"], "contextWindow": 1000, "cost": {"input": 1.50}, \
        "metadata": {"x": 1}}, "@cf/meta" ],
              "rateLimits": [ {"id": "b", "models": ["all"], "requests": 1, "window": "1m"} ] },
            { "id": "off",   "enabled": false, "zzz": [] }
          ]
        }
        """;

    @TempDir
    private Path home;

    @Test
    void editingAProviderKeepsEverythingThatWasNotGiven() throws IOException {
        var config = new EditedConfig(home).write(RICH);
        config.done("upsert-provider", "--provider-id=p", "--base-url=https://new.example");
        config.done("set-rate-limits", "--provider-id=p", "--bucket-id=b", "--requests=2");
        config.done("set-model-fallbacks", "--provider-id=p", "--model=s", "--fallback-models=p/@cf/meta");
        assertEquals(RICH.replace("https://p.example", "https://new.example")
            .replace("\"requests\": 1", "\"requests\": 2")
            .replace("\"metadata\": {\"x\": 1}}", "\"metadata\": {\"x\": 1}, \"fallbackModels\": [\"p/@cf/meta\"]}"),
            config.text());
    }

    @Test
    void modelsOfAnyNameAreKeptWithWhatIsSaidAboutThem() throws IOException {
        var config = new EditedConfig(home).write(RICH);
        config.done("upsert-provider", "--provider-id=p", "--models=sonar,@cf/meta,claude-3@20240620,foo");
        assertEquals("[{\"id\":\"sonar\",\"aliases\":[\"s\"],\"contextWindow\":1000,\"cost\":{\"input\":1.50},"
            + "\"metadata\":{\"x\":1}},\"@cf/meta\",\"claude-3@20240620\",\"foo\"]",
            config.provider(0).get("models").toString());
    }

    @Test
    void aPortThatCannotExistIsRefusedWithTheBounds() throws IOException {
        new EditedConfig(home).write(RICH);
        CliRun run = CliRun.at(home, Map.of("P_KEY", "k"), "start", "--port=70000");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("--port must be an integer from 0 to 65535, not '70000'"), run.err());
    }

    @Test
    void aGatewayThatCannotListenEndsWithAReason() throws IOException {
        new EditedConfig(home).write(RICH);
        var environment = Map.of("P_KEY", "k", "LLM_ROUTER_STATE_BACKEND", "memory");
        try (var occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CliRun run = CliRun.at(home, environment, "start", "--port=" + occupied.getLocalPort());
            assertEquals(1, run.exitCode(), run.err());
            String expected = "cannot listen on 127.0.0.1:" + occupied.getLocalPort() + ": ";
            assertTrue(run.err().contains(expected) && run.err().contains("--port=0 takes any free one"), run.err());
            assertEquals("", run.out());
        }
        CliRun foreign = CliRun.at(home, environment, "start", "--host=192.0.2.1", "--port=0", "--allow-open");
        assertEquals(1, foreign.exitCode(), foreign.err());
        assertTrue(foreign.err().contains("check that --host is an address of this machine"), foreign.err());
    }

    @Test
    void keysInTheEnvironmentReachTheProviderOfALocalGateway() throws Exception {
        try (var upstream = new ScriptedUpstream(wire ->
            wire.json(200, "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":"
                + "{\"role\":\"assistant\",\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}"))) {
            new EditedConfig(home).write("{\"version\":2,\"providers\":[{\"id\":\"p\",\"baseUrl\":\"" + upstream.url()
                + "\",\"apiKeyEnv\":\"P_KEY\",\"formats\":[\"openai\"]," + "\"models\":[\"m\"]}]}");
            var cli = new CliRun.LiveCli(home,
                Map.of("P_KEY", "sk-from-the-environment", "LLM_ROUTER_STATE_BACKEND", "memory"), "")
                .started("start", "--port=0", "--drain-timeout=1");
            String first = cli.out().lines().findFirst().orElse("");
            try (var http = HttpClient.newHttpClient()) {
                var request = HttpRequest.newBuilder(URI.create(first.substring(first.indexOf("http://"))
                    + "/v1/chat/completions")).header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"p/m\",\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"hi\"}]}")).build();
                assertEquals(200, http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
            }
            assertEquals(0, cli.stopped());
            assertEquals("Bearer sk-from-the-environment", upstream.seen().getFirst().headers().get("authorization"));
        }
    }

    @Test
    void aProviderIdIsNeverChangedBehindTheUsersBack() {
        var config = new EditedConfig(home).twoProviders();
        config.refused("write openrouterprimary", "upsert-provider", "--provider-id=openrouterPrimary",
            "--base-url=https://openai.example", "--models=m");
        String name = config.json("upsert-provider", "--name=302 AI", "--base-url=https://openai.example",
            "--models=m").text("providerId");
        config.done("upsert-provider", "--name=302 AI", "--enabled=false");
        assertEquals("p-302-ai", name);
        config.done("remove-provider", "--provider-id=" + name);
    }

    @Test
    void nothingIsLeftDanglingSoThatLaterEditsStillWork() {
        var config = new EditedConfig(home).twoProviders();
        config.done("upsert-model-alias", "--alias-id=a", "--targets=q/z,p/m");
        config.refused("alias \"a\": target q/z", "remove-provider", "--provider-id=q");
        config.done("remove-provider", "--provider-id=q", "--cascade");
        config.done("upsert-model-alias", "--alias-id=b", "--targets=a");
        config.done("set-rate-limits", "--provider-id=p", "--bucket-id=b", "--models=m", "--requests=1", "--window=1m");
    }

    @Test
    void aLargeConfigurationIsLikeAnyOther() throws IOException {
        var models = new ArrayList<String>();
        for (int i = 0; i < 2000; i++) models.add("model-" + i);
        var config = new EditedConfig(home);
        config.done("upsert-provider", "--provider-id=p", "--base-url=https://openai.example", "--models="
            + String.join(",", models));
        config.done("upsert-model-alias", "--alias-id=a", "--targets=p/model-1999,p/model-0");
        config.done("remove-model", "--provider-id=p", "--model=model-1999", "--cascade");
        assertTrue(Files.size(config.file()) > 5 * 1024);
        assertEquals("valid: 1 provider, 1999 models, 1 alias\n", config.done("validate"));
    }

    @Test
    void aGeneratedKeyReplacesTheOldOneAndIsShown() {
        var config = new EditedConfig(home).twoProviders();
        config.done("set-master-key", "--master-key=gw_leaked-0123456789-ABCDEF");
        Obj json = config.json("set-master-key", "--generate-master-key");
        assertEquals(config.tree().text("masterKey"), json.text("generatedMasterKey"));
        assertFalse(config.text().contains("leaked"));
    }

    @Test
    void fallbacksAreClearedOnlyOnRequest() {
        var config = new EditedConfig(home).twoProviders();
        config.done("set-model-fallbacks", "--provider-id=p", "--model=m", "--fallback-models=q/z");
        for (String garbage : List.of("garbage", "", ",;", "https://q.example/z", "{}", "q/", "/z", "alias:a")) {
            config.refused("--fallback-models", "set-model-fallbacks", "--provider-id=p", "--model=m",
                "--fallback-models=" + garbage);
        }
        config.done("set-model-fallbacks", "--provider-id=p", "--model=m", "--clear-fallbacks");
        assertFalse(config.text().contains("q/z"));
    }

    @Test
    void aRenamedCapKeepsItsIdAndStaysOne() {
        var config = new EditedConfig(home).twoProviders();
        config.done("set-rate-limits", "--provider-id=p", "--bucket-name=Old Name", "--models=all", "--requests=1",
            "--window=1m");
        config.done("set-rate-limits", "--provider-id=p", "--bucket-id=old-name", "--bucket-name=New Name");
        assertTrue(config.done("set-rate-limits", "--provider-id=p",
            "--rate-limits={\"id\":\"old-name\",\"name\":\"Third Name\"}")
            .contains("bucketCount=1\n- Third Name (old-name): models=all cap=1 request per minute\n"));
    }

    @Test
    void oneValueIsAListOfOneAndNotItsLetters() throws IOException {
        var config = new EditedConfig(home).write("""
            {"version": 1, "providers": {"id": "p", "baseUrl": "https://p.example", "formats": "openai", \
            "models": {"id": "m", "alias": "fast", "formats": "openai"}}}
            """);
        config.done("migrate-config");
        config.done("upsert-model-alias", "--alias-id=a", "--targets=p/fast");
        Obj provider = (Obj) config.json("list").items("providers").getFirst();
        assertEquals("[\"openai\"]", provider.get("formats").toString());
        assertEquals("[\"fast\"]", ((Obj) provider.items("models").getFirst()).get("aliases").toString());
    }

    @Test
    void lookingNeverTouchesTheFile() throws IOException {
        for (String text : List.of(RICH, "", "{ \"version\": 7, \"future\": {} }", "{ broken",
            "{\"version\":1,\"providers\":[]}")) {
            var config = new EditedConfig(home).write(text);
            var time = Files.getLastModifiedTime(config.file());
            for (String operation : List.of("list", "list-routing", "validate")) config.run(operation);
            assertEquals(text, config.text());
            assertEquals(time, Files.getLastModifiedTime(config.file()));
        }
        try (var files = Files.list(home)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void formatsAndBaseUrlsMeanWhatTheySay() {
        var config = new EditedConfig(home);
        assertTrue(config.done("upsert-provider", "--provider-id=p", "--claude-base-url=https://p.example",
            "--models=m", "--skip-probe").contains("\nformats=claude\n"));
        config.refused("'foo' is not a format", "upsert-provider", "--provider-id=r", "--base-url=https://r.example",
            "--format=foo", "--models=m");
        CliRun run = config.run("upsert-provider", "--provider-id=p", "--base-url=https://other.example");
        assertTrue(run.err().contains("every format of p has a base URL of its own"), run.err());
    }

    @Test
    void numbersAndWordsAreReadStrictly() {
        var config = new EditedConfig(home).twoProviders();
        for (String bad : List.of("40x", "4e1", "4.0", "-4", "0", "0x10", " 40", "900000000001",
            "99999999999999999999")) {
            config.refused("--bucket-requests must be an integer from 1 to 900000000000, not '" + bad + "'",
                "set-rate-limits", "--provider-id=p", "--bucket-id=b",
                "--models=all", "--bucket-requests=" + bad, "--window=1m");
        }
        config.refused("must be true or false, not 'maybe'", "remove-provider", "--provider-id=q", "--cascade=maybe");
        config.refused("has no flag --bucket-request (did you mean \"--bucket-requests\"", "set-rate-limits",
            "--provider-id=p", "--bucket-request=4");
        config.refused("--cap-window does not belong to 'config remove-models'", "remove-model",
            "--provider-id=p", "--model=m", "--bucket-window=1m");
        config.refused("'p/m@0x10' is not a", "set-model-fallbacks", "--provider-id=p", "--model=n",
            "--fallback-models=p/m@0x10");
    }
}
