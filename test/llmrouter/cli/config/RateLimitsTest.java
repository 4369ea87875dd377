package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RateLimitsTest {
    private static final String SET = "set-provider-rate-limits";

    @TempDir
    private Path home;
    private EditedConfig config;

    @BeforeEach
    void writeConfiguration() {
        config = new EditedConfig(home).twoProviders();
    }

    private String caps() {
        return config.provider(0).get("rateLimits").toString();
    }

    @Test
    void aCapIsAddedByName() {
        assertEquals("""
            changed caps of p in %s
            bucketCount=1
            - Six Hours! (six-hours): models=all cap=40 requests per 6 hours
              added: six-hours
            """.formatted(config.file()), config.done("set-rate-limits", "--provider-id=p", "--bucket-name=Six Hours!",
            "--models=ALL", "--requests=40", "--window=6h"));
        assertEquals("[{\"id\":\"six-hours\",\"name\":\"Six Hours!\",\"models\":[\"all\"],\"requests\":40,"
            + "\"window\":{\"unit\":\"hour\",\"size\":6}}]", caps());
    }

    @Test
    void tokensAndConcurrencyAreCappedToo() {
        config.done(SET, "--provider-id=p", "--bucket-id=t", "--bucket-models=m, n", "--bucket-tokens=90000",
            "--bucket-window=minute:1");
        config.done(SET, "--provider-id=p", "--bucket-id=c", "--bucket-models=n", "--bucket-concurrency=2");
        assertEquals("[{\"id\":\"t\",\"models\":[\"m\",\"n\"],\"tokens\":90000,\"window\":{\"unit\":\"minute\","
            + "\"size\":1}},{\"id\":\"c\",\"models\":[\"n\"],\"concurrency\":2}]", caps());
    }

    @Test
    void aSecondCapOfTheSameNameGetsItsOwnId() {
        for (String id : new String[] {"fast", "fast-2", "fast-3"}) {
            CliRun run = config.run(SET, "--provider-id=p", "--bucket-name=Fast", "--models=m", "--requests=1",
                "--window=1m", "--json");
            assertTrue(run.out().contains("\"" + id + "\""), run.out());
            assertEquals(!id.equals("fast"), run.err().contains("the new one is '" + id + "'"), run.err());
        }
    }

    @Test
    void ofACapThatIsThereOnlyWhatWasGivenChanges() throws IOException {
        String before = """
            { "version": 2,
              "providers": [ {"id": "p", "baseUrl": "https://a.example", "formats": ["openai"],   "models": ["m"],
                "rateLimits": [
                  { "id": "b",  "model": "m", "limit": 40, "windowUnit": "minute", "windowSize": 1, \
            "metadata": {"note": 1}, "mine": [1,  2] },
                  { "name": "No Id", "models": ["all"], "requests": 1, "window": "1d" } ]
              }, {"id": "off", "enabled": false} ] }
            """;
        config.write(before);
        config.done(SET, "--provider-id=p", "--bucket-id=b", "--requests=50");
        assertEquals(before.replace("\"limit\": 40", "\"limit\": 50"), config.text());
        config.done(SET, "--provider-id=p", "--bucket-id=b", "--window=hour/2");
        assertEquals(before.replace("\"limit\": 40, \"windowUnit\": \"minute\", \"windowSize\": 1, \"metadata\": "
            + "{\"note\": 1}, \"mine\": [1,  2] }",
            "\"limit\": 50, \"metadata\": {\"note\": 1}, \"mine\": [1,  2], \"window\": {\"unit\": \"hour\", "
                + "\"size\": 2} }"), config.text());
        config.done(SET, "--provider-id=p", "--bucket-id=no-id", "--bucket-name=Renamed");
        assertTrue(config.text().contains("{ \"name\": \"Renamed\", \"models\": [\"all\"], \"requests\": 1, "
            + "\"window\": \"1d\", \"id\": \"no-id\" }"), config.text());
    }

    @Test
    void whatIsSoAlreadyIsNotWritten() {
        config.done(SET, "--provider-id=p", "--bucket-id=b", "--models=all", "--requests=1", "--window=1m");
        String before = config.text();
        assertTrue(config.done(SET, "--provider-id=p", "--bucket-id=b", "--requests=1")
            .startsWith("no change: caps of p"));
        assertEquals(before, config.text());
    }

    @Test
    void severalCapsComeAsJson() {
        config.done(SET, "--provider-id=p", "--rate-limits={\"id\":\"old\",\"models\":\"m n\",\"limit\":\"7\","
            + "\"window\":\"2w\",\"metadata\":{\"a\":1}}");
        config.done(SET, "--provider-id=p", "--rate-limits",
            "[{\"bucket-name\":\"A\",\"model-selector\":[\"m\"],\"tokens\":5,\"windowUnit\":\"d\",\"window-size\":2},"
            + "{\"id\":\"old\",\"requests\":null,\"tokens\":3}]");
        assertEquals("[{\"id\":\"old\",\"models\":[\"m\",\"n\"],\"window\":{\"unit\":\"week\",\"size\":2},"
            + "\"metadata\":{\"a\":1},\"tokens\":3},"
            + "{\"id\":\"a\",\"name\":\"A\",\"models\":[\"m\"],\"tokens\":5,\"window\":{\"unit\":\"day\","
            + "\"size\":2}}]", caps());
        config.done(SET, "--provider-id=p", "--replace-rate-limits",
            "--rate-limits=[{\"id\":\"only\",\"models\":\"all\",\"concurrency\":1}]");
        assertEquals("[{\"id\":\"only\",\"models\":[\"all\"],\"concurrency\":1}]", caps());
    }

    @Test
    void aCapIsRemoved() {
        config.done(SET, "--provider-id=p", "--rate-limits=[{\"id\":\"a\",\"models\":\"all\",\"concurrency\":1},"
            + "{\"id\":\"b\",\"models\":\"all\",\"concurrency\":2}]");
        config.refused("has no cap 'other'; it has a, b", SET, "--provider-id=p", "--bucket-id=other",
            "--remove-bucket");
        assertEquals("removed cap a of p from " + config.file() + "\nbucketCount=1\n- b: models=all concurrency=2\n",
            config.done(SET, "--provider-id=p", "--bucket-id=a", "--remove-bucket"));
        config.done(SET, "--provider-id=p", "--bucket-id=b", "--remove-bucket");
        assertFalse(config.text().contains("rateLimits"), config.text());
    }

    @Test
    void everyMistakeIsNamedAndNothingIsSaved() {
        config.done(SET, "--provider-id=p", "--bucket-id=b", "--models=all", "--requests=1", "--window=1m");
        config.refused("which provider? Give --provider-id; there are p, q", SET, "--bucket-id=b", "--requests=1");
        config.refused("there is no provider 'other'; there are p, q", SET, "--provider-id=other", "--bucket-id=b",
            "--requests=1");
        config.refused("which cap? Give --cap-id", SET, "--provider-id=p", "--requests=1");
        config.refused("which cap is to be removed?", SET, "--provider-id=p", "--remove-bucket");
        config.refused("there is no cap 'x' (did you mean \"b\"?) to change, and a new one also needs its "
            + "models (all, or ids), and how many requests, tokens or concurrent requests "
            + "it allows, and its window, e.g. minute:1", SET, "--provider-id=p", "--bucket-id=x");
        config.refused("needs its window", SET, "--provider-id=p", "--bucket-id=x", "--models=all", "--requests=1");
        config.refused("names no model", SET, "--provider-id=p", "--bucket-id=b", "--models=,;");
        config.refused("is not a model of this provider; write one of \"m\", \"n\"", SET, "--provider-id=p",
            "--bucket-id=b", "--models=zzz");
        config.refused("mixes \"all\" with model ids", SET, "--provider-id=p", "--bucket-id=b", "--models=all,m");
        config.refused("--cap-window: 'fortnightly' is not a window; write e.g. \"minute:1\"", SET,
            "--provider-id=p", "--bucket-id=b", "--window=fortnightly");
        config.refused("not both", SET, "--provider-id=p", "--bucket-id=b", "--rate-limits=[]");
        config.refused("leave out --cap-requests", SET, "--provider-id=p", "--bucket-id=b", "--requests=1",
            "--remove-bucket");
        config.refused("say the same", SET, "--provider-id=p", "--bucket-id=b", "--models=m", "--bucket-models=m");
    }

    @Test
    void everyMistakeInJsonIsNamedWithItsPlace() {
        String[][] mistakes = {{"[", "is not JSON"}, {"[]", "needs at least one cap"},
            {"7", "--rate-limits must be an object"}, {"[1]", "--rate-limits[0] must be an object"},
            {"{}", "--rate-limits needs an id, or a name"},
            {"[{\"name\":\" \"}]", "--rate-limits[0].name must be some text, not \" \""},
            {"{\"id\":\"b\",\"models\":[]}", "--rate-limits.models names no model"},
            {"{\"id\":\"b\",\"models\":[3]}", "must be model ids, or \"all\", not 3"},
            {"{\"id\":\"b\",\"requests\":0}", "--rate-limits.requests must be a whole number from 1"},
            {"{\"id\":\"b\",\"limit\":7.9}", "--rate-limits.limit must be a whole number"},
            {"{\"id\":\"b\",\"tokens\":\"40x\"}",
                "--rate-limits.tokens must be a whole number from 1 to 900000000000, not \"40x\""},
            {"{\"id\":\"b\",\"concurrency\":true}", "concurrency must be a whole number"},
            {"{\"id\":\"b\",\"window\":5}", "--rate-limits.window must be a window"},
            {"{\"id\":\"b\",\"window\":{\"unit\":\"fortnight\",\"size\":1}}",
                "--rate-limits.window.unit must be second, minute"},
            {"{\"id\":\"b\",\"window\":{\"unit\":\"day\"}}",
                "--rate-limits.window.size must be a whole number from 1 to 900000000000, it is missing"},
            {"{\"id\":\"b\",\"window\":{\"unit\":\"day\",\"size\":99999999999}}",
                "--rate-limits.window.size must be a smaller number"},
            {"{\"id\":\"b\",\"window\":{\"unit\":\"day\",\"sise\":1}}", "window.sise is not known"},
            {"{\"id\":\"b\",\"metadata\":[]}", "metadata must be an object"},
            {"{\"id\":\"b\",\"reqests\":1}", "--rate-limits.reqests is not known (did you mean \"requests\"?)"}};
        for (String[] mistake : mistakes) {
            config.refused(mistake[1], SET, "--provider-id=p", "--rate-limits=" + mistake[0]);
        }
        assertFalse(config.provider(0).has("rateLimits"));
    }
}
