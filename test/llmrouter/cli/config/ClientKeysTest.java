package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.config.edit.MasterKeyStrength;
import llmrouter.files.KeyDigest;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ClientKeysTest {
    private static final String STRONG = "gw_Aa1-Bb2-Cc3-Dd4-Ee5-Ff6-Gg7";

    @TempDir
    private Path home;
    private EditedConfig config;

    @BeforeEach
    void configure() {
        config = new EditedConfig(home).twoProviders();
        config.done("add-alias", "work", "p/m");
    }

    private Obj key(int i) {
        return config.tree().objects("masterKeys").get(i);
    }

    private static String line(String out, String start) {
        return out.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow().substring(start.length());
    }

    @Test
    void aNewKeyIsStrongShownOnceAndStoredAsItsDigestOnly() {
        String out = config.done("add-key", "ci");
        String key = line(out, "generatedKey=");
        assertEquals(List.of(), MasterKeyStrength.weaknesses(key));
        assertEquals(KeyDigest.sha256(key), key(0).text("keySha256"));
        assertEquals("ci", key(0).text("name"));
        assertFalse(config.text().contains(key));
        for (String operation : List.of("list", "list-keys", "show")) {
            assertFalse(config.done(operation).contains(key), operation);
        }
        assertNotEquals(key, line(config.done("add-key", "--name=other", "--generate"), "generatedKey="));
    }

    @Test
    void aKeyThatIsGivenIsNeverPrinted() throws IOException {
        CliRun run = config.typing(STRONG + "\n", "add-key", "ci", "--key-stdin");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(KeyDigest.sha256(STRONG), key(0).text("keySha256"));
        assertFalse((run.out() + run.err() + config.text()).contains(STRONG));
        Files.writeString(home.resolve("key"), "weak-key\n");
        run = config.run("add-key", "ada", "--key-file=" + home.resolve("key"));
        assertEquals(KeyDigest.sha256("weak-key"), key(1).text("keySha256"));
        assertTrue(run.err().contains("warning: this key is weak: "), run.err());
        assertEquals(0, CliRun.at(home, Map.of("CI_KEY", "abc"), "config", "add-key", "eve", "--key-env=CI_KEY")
            .exitCode());
        assertEquals(KeyDigest.sha256("abc"), key(2).text("keySha256"));
        config.refused(1, "the environment variable CI_KEY is not set", "add-key", "x", "--key-env=CI_KEY");
        config.refused("give a key or --generate, not both", "add-key", "x", "--key-env=CI_KEY", "--generate");
    }

    @Test
    void modelsCapsAndTheEndAreSavedAndListed() {
        config.done("add-key", "ci", "--models=work,q/z", "--caps=60/1m,200k tokens/day,4 concurrent",
            "--expires=2100-01-31");
        assertEquals("[\"work\",\"q/z\"]", key(0).get("models").toString());
        assertEquals(Json.parse("""
            [{"id":"requests-minute","models":["all"],"requests":60,"window":{"unit":"minute","size":1}},
             {"id":"tokens-day","models":["all"],"tokens":200000,"window":{"unit":"day","size":1}},
             {"id":"concurrency","models":["all"],"concurrency":4}]"""), key(0).get("rateLimits"));
        assertEquals(4105123200L, key(0).number("expires", 0));
        String list = config.done("list-keys");
        assertTrue(list.contains("Client keys: 1\n- ci models=work,q/z caps=[requests-minute: "), list);
        assertTrue(list.contains("expires=2100-02-01T00:00:00Z"), list);
        assertTrue(config.done("list").contains("Client keys: 1\n- ci models=work,q/z"));
        String changed = config.done("set-key", "ci", "--expires=2100-03-31");
        assertTrue(changed.contains("expires: 2100-02-01T00:00:00Z → 2100-04-01T00:00:00Z\n"), changed);
        assertTrue(config.done("history").contains("expires: 2100-02-01T00:00:00Z → 2100-04-01T00:00:00Z"));
        changed = config.done("set-key", "ci", "--expires=never");
        assertTrue(changed.contains("expires: 2100-04-01T00:00:00Z → (none)\n"), changed);
        config.done("set-key", "ci", "--expires=2100-01-31");
        Obj json = config.json("list-keys");
        assertEquals(1, json.items("keys").size());
        assertEquals("2100-02-01T00:00:00Z", json.objects("keys").getFirst().text("expires"));
        assertFalse(json.toString().contains(key(0).text("keySha256")));
    }

    @Test
    void whatIsNotGivenToSetKeyStays() {
        String made = line(config.done("add-key", "ci", "--models=work", "--caps=60/1m", "--expires=90d"),
            "generatedKey=");
        config.done("set-key", "ci", "--models=all");
        assertFalse(key(0).has("models"));
        assertEquals(1, key(0).items("rateLimits").size());
        config.done("set-key", "ci", "--caps=", "--expires=never");
        assertEquals(List.of("name", "keySha256"), List.copyOf(key(0).members().keySet()));
        assertEquals(KeyDigest.sha256(made), key(0).text("keySha256"));
        String next = line(config.done("set-key", "ci", "--generate"), "generatedKey=");
        assertEquals(KeyDigest.sha256(next), key(0).text("keySha256"));
        assertNotEquals(made, next);
        config.refused("what is to be changed? Give --models, --caps, --expires, or --generate", "set-key", "ci");
    }

    @Test
    void theLastKeyOfALockedGatewayIsRemovedOnlyIfThatIsConfirmed() {
        config.done("add-key", "ci");
        config.done("add-key", "ada");
        config.done("revoke-key", "ci");
        assertEquals("ada", key(0).text("name"));
        String refusal = config.refused("'ada' is the last key, so nothing was removed", "revoke-key", "ada");
        assertTrue(refusal.contains("would refuse every request") && refusal.contains("--yes"), refusal);
        config.done("revoke-key", "ada", "--yes");
        assertFalse(config.tree().has("masterKeys"));
        config.done("add-key", "ci");
        config.done("set-master-key", "--generate-master-key");
        config.done("revoke-key", "ci");
        assertFalse(config.tree().has("masterKeys"));
    }

    @Test
    void mistakesAreRefusedWithTheirFix() {
        config.done("add-key", "ci", "--key=" + STRONG);
        config.refused("there is a client key 'ci' already; llm-router config set-key changes it", "add-key", "ci");
        config.refused("which client is the key for?", "add-key");
        config.refused("'a b' cannot be the name of a client key", "add-key", "a b");
        config.refused("this key is the key of 'ci' already", "add-key", "ada", "--key=" + STRONG);
        config.refused("there is no client key 'ic' (did you mean \"ci\"?)", "revoke-key", "ic");
        config.refused("there is no client key 'x'", "set-key", "x", "--models=all");
        for (String wrong : List.of("2027-13-01", "2027-02-30", "tomorrow", "0d", "5", "2027-01-31T25:00Z", "d")) {
            config.refused("--expires=" + wrong + " is no moment; write e.g. 2027-01-31", "add-key", "ada",
                "--expires=" + wrong);
        }
        config.refused("--expires=2020-01-31 is over already", "add-key", "ada", "--expires=2020-01-31");
        for (String wrong : List.of("60", "x/1m", "60/", "60 apples/1m", "4 concurrent/1m", "0/1m", "60/1q")) {
            config.refused("--caps: '" + wrong + "' is not a cap; write e.g. 60/1m", "add-key", "ada",
                "--caps=" + wrong);
        }
    }

    @Test
    void anUnknownModelOfAKeyIsRefusedWithTheNearestNameUnlessItCouldBeAnswered() throws IOException {
        config.done("add-key", "ci", "--models=q/*,alias:work,p/n");
        config.refused("--models: there is no model (provider/model) or alias 'wrok' (did you mean \"work\"?)",
            "add-key", "eve", "--models=work,wrok");
        config.refused("alias 'p/nn' (did you mean", "set-key", "ci", "--models=p/nn");
        config.done("add-models", "q", "*");
        config.done("set-key", "ci", "--models=q/passed-on");
        config.refused("there is no model (provider/model) or alias 'p/passed-on'", "add-key", "eve",
            "--models=p/passed-on");
        config.done("set-unknown-models", "work");
        CliRun run = config.run("add-key", "eve", "--models=gpt-9");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("\"gpt-9\" is not a model or an alias"), run.err());
    }

    @Test
    void everySpellingOfACapMeansTheSame() {
        for (String cap : List.of("60/1m", "60 requests/minute", "60req / minute:1", "60 per minute",
            "60 requests per 1m", "60r/m")) {
            config.done("add-key", "k", "--caps=" + cap);
            assertEquals("[{\"id\":\"requests-minute\",\"models\":[\"all\"],\"requests\":60,"
                + "\"window\":{\"unit\":\"minute\",\"size\":1}}]", key(0).get("rateLimits").toString(), cap);
            config.done("revoke-key", "k", "--yes");
        }
        config.done("add-key", "k", "--caps=1M tokens/7d, 10/1h, 20/1h");
        assertEquals(List.of("tokens-7-day", "requests-hour", "requests-hour-2"),
            key(0).objects("rateLimits").stream().map(cap -> cap.text("id")).toList());
    }

    @Test
    void jsonHasOneShapeAndTheKeyInItOnce() {
        Obj added = config.json("add-key", "ci", "--models=work");
        Obj changed = config.json("set-key", "ci", "--models=all");
        Obj revoked = config.json("revoke-key", "ci", "--yes");
        assertEquals(added.members().keySet(), changed.members().keySet());
        assertEquals(added.members().keySet(), revoked.members().keySet());
        assertTrue(added.text("generatedKey").startsWith("gw_"));
        assertEquals(Json.Null.NULL, changed.get("generatedKey"));
        assertEquals(0, revoked.number("keyCount", -1));
    }

    @Test
    void aDryRunShowsNoKeyAndSavesNothing() {
        String before = config.text();
        assertFalse(config.done("add-key", "ci", "--dry-run").contains("generatedKey"));
        assertEquals(before, config.text());
    }
}
