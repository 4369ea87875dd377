package llmrouter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun.LiveCli;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Each command prints, with `--json`, the same members in every state.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JsonShapeTest {
    private static final String CONFIG = """
        {"version": 2, "defaultModel": "work", "providers": [
          {"id": "p", "baseUrl": "https://p.example", "format": "openai", "apiKeyEnv": "P_KEY", "models": ["m", "n"],
           "rateLimits": [{"id": "minute", "models": ["all"], "requests": 5, "window": "1m"}]}],
         "modelAliases": {"work": {"strategy": "auto", "targets": ["p/m", "p/n"]}}}
        """;
    private static final Map<String, String> ENVIRONMENT = Map.of("P_KEY", "k", "LLM_ROUTER_STATE_BACKEND", "memory");

    @TempDir
    private Path home;

    @BeforeEach
    void configure() throws IOException {
        write(CONFIG);
    }

    private void write(String text) throws IOException {
        Files.writeString(home.resolve(".llm-router.json"), text);
    }

    private Obj run(String line) {
        var words = new ArrayList<>(ShellWords.of(line));
        words.add("--json");
        CliRun run = CliRun.at(home, ENVIRONMENT, words.toArray(String[]::new));
        return assertInstanceOf(Obj.class, Json.parse(run.out()), line + "\n" + run.err());
    }

    private static Set<String> members(Obj json) {
        return new TreeSet<>(json.members().keySet());
    }

    /// Every line must print the same members.
    private void assertOneShape(String... lines) {
        Set<String> first = null;
        for (String line : lines) {
            Obj json = run(line);
            assertTrue(!json.has("error"), line + json);
            if (first == null) first = members(json);
            else assertEquals(first, members(json), line);
        }
    }

    @Test
    void everyOperationPrintsTheSameMembersWhetherItChangesSomethingOrNot() {
        assertOneShape("config add-provider q --base-url=https://q.example --format=claude --models=x",
            "config add-provider q --name=Q", "config add-provider q --name=Q",
            "config add-provider q --name=R --dry-run");
        assertOneShape("config add-models p o", "config add-models p o", "config add-models p r --dry-run");
        assertOneShape("config remove-models p o", "config remove-models p n --cascade --dry-run",
            "config remove-models p n --cascade");
    }

    @Test
    void operationsOnAliasesCapsAndKeysPrintTheSameMembers() {
        assertOneShape("config add-alias play p/m", "config add-alias play p/m", "config add-alias play p/n --dry-run");
        assertOneShape("config add-target play p/n", "config add-target play p/n@2");
        assertOneShape("config remove-target play p/n", "config remove-target work p/n --dry-run");
        assertOneShape("config set-caps p --bucket-name=Day --bucket-models=all --requests=9 --window=1d",
            "config set-caps p --bucket-id=day --requests=9", "config set-caps p --bucket-id=day --remove-bucket");
        assertOneShape("config set-model-fallbacks p/m p/n", "config set-model-fallbacks p/m --clear-fallbacks");
        assertOneShape("config set-default-model p/m", "config set-default-model p/m");
        assertOneShape("config set-strict on", "config set-strict on", "config set-strict off --dry-run");
        assertOneShape("config set-unknown-models work", "config set-unknown-models off");
        assertOneShape("config set-master-key --generate-master-key",
            "config set-master-key --master-key-env=GATEWAY_KEY",
            "config set-master-key --generate-master-key --dry-run");
        assertOneShape("config remove-master-key --yes", "config remove-master-key --yes");
        assertOneShape("config add-key ci", "config add-key ada --key=abc --models=work --caps=1/1m --expires=1d",
            "config add-key eve --dry-run", "config set-key ci --models=work", "config revoke-key ci");
        assertOneShape("config enable p", "config disable p/n", "config disable p/n");
        assertOneShape("config disable p/n", "config enable p/n");
        assertOneShape("config remove-alias play", "config remove-alias work --cascade --dry-run");
    }

    @Test
    void lookingAtAConfigurationPrintsTheSameMembers() throws IOException {
        Set<String> list = members(run("config list"));
        Set<String> keys = members(run("config list-keys"));
        Set<String> validate = members(run("config validate"));
        Set<String> history = members(run("config history"));
        run("config set-master-key --generate-master-key");
        run("config add-key ci");
        for (String text : List.of(Files.readString(home.resolve(".llm-router.json")), "{}", "")) {
            write(text);
            assertEquals(list, members(run("config list")));
            assertEquals(keys, members(run("config list-keys")));
            assertEquals(validate, members(run("config validate")));
            assertEquals(history, members(run("config history")));
        }
        write("{\"providers\": 3, \"x\": }");
        assertEquals(validate, members(run("config validate")));
        assertEquals(Set.of("error"), members(run("config list")));
    }

    @Test
    void aMigrationAlwaysSaysWhereTheOldFileIs() throws IOException {
        Obj none = run("config migrate-config");
        assertEquals(Json.Null.NULL, none.get("backup"));
        assertEquals(Json.Null.NULL, none.get("migrationBackup"));
        write("{\"providers\": []}");
        Obj done = run("config migrate-config");
        assertEquals(members(none), members(done));
        assertInstanceOf(Json.Str.class, done.get("migrationBackup"));
        write("{\"providers\": []}");
        assertEquals(members(none), members(run("config migrate-config --no-backup")));
    }

    @Test
    void aRouteHasItsWeightsAsNumbersOrNull() {
        Obj weighted = run("route work").objects("order").getFirst();
        Obj single = run("route p/m").objects("order").getFirst();
        assertEquals("1", assertInstanceOf(Json.Num.class, weighted.get("weight")).text());
        assertEquals(Json.Null.NULL, single.get("weight"));
        assertEquals(members(weighted), members(single));
        assertEquals(members(run("route work")), members(run("route p/m")));
    }

    @Test
    void statusAlwaysSaysWhetherAGatewayRunsAndWhich() throws Exception {
        Obj none = run("status --port=1");
        assertTrue(none.get("running") == Json.Bool.FALSE && none.items("gateways").isEmpty(), none.toString());
        var first = new LiveCli(home, ENVIRONMENT, "").started("start", "--port=0");
        Obj one = run("status");
        assertTrue(one.isTrue("running"), one.toString());
        assertEquals(1, one.items("gateways").size());
        for (String member : one.objects("gateways").getFirst().members().keySet()) {
            assertTrue(one.has(member), "an older reader looks for " + member + " at the top");
        }
        Obj atAddress = run("status --port=" + one.text("url").substring(one.text("url").lastIndexOf(':') + 1));
        assertEquals(one.text("url"), atAddress.objects("gateways").getFirst().text("url"));
        var second = new LiveCli(home, ENVIRONMENT, "").started("start", "--port=0");
        Obj two = run("status");
        assertTrue(two.isTrue("running"), two.toString());
        assertEquals(2, two.items("gateways").size());
        assertOneShape("reload --all", "wake --all");
        assertEquals(0, second.stopped());
        assertOneShape("reload", "reload --all", "wake");
        assertEquals(0, first.stopped());
        assertEquals(members(run("stop")), members(run("stop --all")));
    }

    @Test
    void translationsPrintTheSameMembersForEveryKind() throws IOException {
        write("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
        Set<String> request = members(run("translate ~/.llm-router.json"));
        write("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[]}\n\n");
        assertEquals(request, members(run("translate --from=chat ~/.llm-router.json")));
        write("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}");
        assertEquals(request, members(run("translate ~/.llm-router.json")));
    }
}
