package llmrouter.cli.config;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.Cli;
import llmrouter.cli.CliRun;
import llmrouter.cli.Shell;
import llmrouter.host.StopSignal;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RemovalTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private static final List<String> PROVIDER = List.of("remove-provider", "--provider-id=p");
    private static final List<String> MODEL = List.of("remove-model", "--provider-id=p", "--model=m");
    private static final List<String> ALIAS = List.of("remove-model-alias", "--alias-id=a");

    private static final List<String> OPEN = List.of("remove-provider", "--provider-id=o");
    private static final List<String> STAR = List.of("remove-model", "--provider-id=o", "--model=*");

    @TempDir
    private Path home;

    /// Something that refers to what is to be removed.
    ///
    /// @param snippet   what the file has instead of `place`
    /// @param named     how the refusal names it
    /// @param cascaded  what the cascade says it did
    /// @param remaining what the file has in its place afterwards
    private record Referring(List<String> removal, String place, String snippet, String named, String cascaded,
            String remaining) {}

    private static final List<Referring> MATRIX = List.of(
        new Referring(PROVIDER, "DEFAULT", "p/n", "the configuration: default model p/n",
            "the default model was p/n and is now q/z", "\"defaultModel\": \"q/z\""),
        new Referring(PROVIDER, "TARGETS", ", {\"ref\": \"p/mm\", \"weight\": 2}", "alias \"b\": target p/mm",
            "alias \"b\": target p/mm taken out", "\"targets\": [\"q/z\"]"),
        new Referring(PROVIDER, "FALLBACK_TARGETS", "\"p/n\"", "alias \"b\": fallback target p/n",
            "alias \"b\": fallback target p/n taken out", "\"fallbackTargets\": []"),
        new Referring(PROVIDER, "FALLBACKS", "\"p/m\", \"q/y\"", "model \"q/z\": fallback p/m",
            "model \"q/z\": fallback p/m taken out", "\"fallbackModels\": [\"q/y\"]"),
        new Referring(PROVIDER, "ALLOWED", ", \"p/m\"", "client key \"k\": may ask for p/m",
            "client key \"k\": may ask for p/m taken out", "\"models\": [\"q/z\"]"),
        new Referring(MODEL, "DEFAULT", "p/mm", "the configuration: default model p/mm",
            "the default model was p/mm and is now p/n", "\"defaultModel\": \"p/n\""),
        new Referring(MODEL, "TARGETS", ", \"p/m\"", "alias \"b\": target p/m", "alias \"b\": target p/m taken out",
            "\"targets\": [\"q/z\"]"),
        new Referring(MODEL, "FALLBACK_TARGETS", "\"p/mm\", \"p/n\"", "alias \"b\": fallback target p/mm",
            "fallback target p/mm taken out", "\"fallbackTargets\": [\"p/n\"]"),
        new Referring(MODEL, "FALLBACKS", "\"p/m\"", "model \"q/z\": fallback p/m",
            "model \"q/z\": fallback p/m taken out", "\"fallbackModels\": []"),
        new Referring(MODEL, "CAPPED", "\"n\", \"m\"", "cap \"c\" of provider \"p\": counts p/m",
            "counts p/m taken out", "\"models\": [\"n\"]"),
        new Referring(MODEL, "CAPPED", "\"m\"", "cap \"c\" of provider \"p\": counts p/m",
            "and the cap itself, which counted nothing else", "\"rateLimits\": []"),
        new Referring(MODEL, "ALLOWED", ", \"p/m\"", "client key \"k\": may ask for p/m", "may ask for p/m taken out",
            "\"models\": [\"q/z\"]"),
        new Referring(ALIAS, "DEFAULT", "a", "the configuration: default model a",
            "the default model was a and is now p/m", "\"defaultModel\": \"p/m\""),
        new Referring(ALIAS, "TARGETS", ", \"alias:a\"", "alias \"b\": target alias:a",
            "alias \"b\": target alias:a taken out", "\"targets\": [\"q/z\"]"),
        new Referring(ALIAS, "FALLBACK_TARGETS", "{\"ref\": \"a\"}", "alias \"b\": fallback target a",
            "fallback target a taken out", "\"fallbackTargets\": []"),
        new Referring(PROVIDER, "UNKNOWN", ",\"unknownModels\": \"p/n\"",
            "the configuration: model for unknown names p/n", "model for unknown names p/n taken out",
            "\"models\": [\"q/z\"]}],\n"),
        new Referring(MODEL, "UNKNOWN", ",\"unknownModels\": \"p/mm\"",
            "the configuration: model for unknown names p/mm", "model for unknown names p/mm taken out",
            "\"models\": [\"q/z\"]}],\n"),
        new Referring(ALIAS, "UNKNOWN", ",\"unknownModels\": \"alias:a\"",
            "the configuration: model for unknown names alias:a",
            "model for unknown names alias:a taken out", "\"models\": [\"q/z\"]}],\n"),
        new Referring(OPEN, "UNKNOWN", ",\"unknownModels\": \"o/*\"",
            "the configuration: model for unknown names o/*", "model for unknown names o/* taken out",
            "\"models\": [\"q/z\"]}],\n"),
        new Referring(OPEN, "DEFAULT", "o/v/a", "the configuration: default model o/v/a",
            "the default model was o/v/a and is now p/m", "\"defaultModel\": \"p/m\""),
        new Referring(OPEN, "TARGETS", ", \"o/v/a\"", "alias \"b\": target o/v/a",
            "alias \"b\": target o/v/a taken out",
            "\"targets\": [\"q/z\"]"),
        new Referring(STAR, "TARGETS", ", \"o/v/a\"", "alias \"b\": target o/v/a",
            "alias \"b\": target o/v/a taken out",
            "\"targets\": [\"q/z\"]"),
        new Referring(ALIAS, "ALLOWED", ", \"a\"", "client key \"k\": may ask for a", "may ask for a taken out",
            "\"models\": [\"q/z\"]"));

    /// A configuration in which nothing but the snippet refers to provider p, its model m or the alias a.
    private static String text(String place, String snippet) {
        String text = """
            {
              "version": 2,   "mine": {"kept":   true},
              "defaultModel": "DEFAULT",
              "masterKeys": [{"name": "k", "keySha256": "%s", "models": ["q/z"ALLOWED]}]UNKNOWN,
              "providers": [
                {"id": "p", "baseUrl": "https://p.example", "formats": ["openai"],
                 "models": [{"id": "m", "aliases": ["mm"]}, "n"],
                 "rateLimits": [{"id": "c", "models": [CAPPED], "requests": 1, "window": "1m"}]},
                {"id": "off", "enabled": false},
                {"id": "q", "baseUrl": "https://q.example", "formats": ["claude"], "models": [{"id": "z", \
            "fallbackModels": [FALLBACKS]}, "y"]},
                {"id": "o", "baseUrl": "https://o.example", "formats": ["openai"], "models": ["*", "own"]}
              ],
              "modelAliases": {"a": {"targets": ["q/z"]},
                "b": {"targets": ["q/z"TARGETS], "fallbackTargets": [FALLBACK_TARGETS]}}
            }
            """.formatted(DIGEST);
        var places = List.of("DEFAULT", "ALLOWED", "UNKNOWN", "CAPPED", "FALLBACKS", "FALLBACK_TARGETS", "TARGETS");
        for (String each : places) {
            String usual = each.equals("DEFAULT") ? "q/z" : each.equals("CAPPED") ? "\"all\"" : "";
            String before = each.equals("TARGETS") ? "\"q/z\"" : "";
            text = text.replace(before + each, before + (each.equals(place) ? snippet : usual));
        }
        return text;
    }

    @Test
    void whatOthersReferToIsRemovedOnlyWithThoseReferences() throws IOException {
        var config = new EditedConfig(home);
        for (Referring each : MATRIX) {
            config.write(text(each.place, each.snippet));
            String[] flags = each.removal.subList(1, each.removal.size()).toArray(String[]::new);
            String err = config.refused(each.named, each.removal.getFirst(), flags);
            assertEquals(1, err.lines().filter(line -> line.startsWith("  ")).count(), err);
            String[] cascading = new String[flags.length + 1];
            System.arraycopy(flags, 0, cascading, 0, flags.length);
            cascading[flags.length] = "--cascade";
            String out = config.done(each.removal.getFirst(), cascading);
            assertTrue(out.contains("\n- ") && out.contains(each.cascaded), out);
            assertTrue(config.text().contains(each.remaining), config.text());
            assertTrue(config.text().contains("\"mine\": {\"kept\":   true}")
                && config.text().contains("{\"id\": \"off\", \"enabled\": false}"), config.text());
            config.done("validate");
        }
    }

    @Test
    void whatNothingRefersToIsRemovedAtOnce() throws IOException {
        var config = new EditedConfig(home);
        for (List<String> removal : List.of(PROVIDER, MODEL, ALIAS)) {
            config.write(text("", ""));
            String out = config.done(removal.getFirst(), removal.subList(1, removal.size()).toArray(String[]::new));
            assertEquals(1, out.lines().count(), out);
            assertTrue(out.startsWith("removed ") && out.contains(" from " + config.file()), out);
            config.done("validate");
        }
        assertFalse(config.text().contains("\"a\":"), config.text());
    }

    @Test
    void aCascadeGoesOnUntilNothingDangles() throws IOException {
        var config = new EditedConfig(home).twoProviders();
        config.done("upsert-model-alias", "--alias-id=a", "--targets=p/m,p/n");
        config.done("upsert-model-alias", "--alias-id=b", "--targets=alias:a", "--fallback-targets=p/n,q/z");
        config.done("upsert-model-alias", "--alias-id=c", "--targets=a");
        String out = config.done("remove-provider", "--provider-id=p", "--cascade", "--json");
        String cascaded = ((Json.Obj) Json.parse(out)).get("cascaded").toString();
        assertEquals("""
            ["the default model was p/m and is now q/z",\
            "alias \\"a\\": target p/m taken out",\
            "alias \\"a\\": target p/n taken out, and the alias itself, which had no other",\
            "alias \\"b\\": fallback target p/n taken out",\
            "alias \\"b\\": target alias:a taken out; its fallback targets became its targets",\
            "alias \\"c\\": target a taken out, and the alias itself, which had no other"]""", cascaded);
        assertEquals("{\"b\":{\"id\":\"b\",\"strategy\":\"ordered\",\"targets\":[{\"ref\":\"q/z\"}]}}", config.tree()
            .get("modelAliases").toString());
        config.done("validate");
    }

    @Test
    void aCascadeOverManyReferencesIsQuick() throws IOException {
        var models = new StringBuilder();
        var targets = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            models.append(i == 0 ? "" : ", ").append("\"m").append(i).append('"');
            targets.append("\"p/m").append(i).append("\", ");
        }
        var config = new EditedConfig(home).write("{\"version\": 2, \"providers\": [{\"id\": \"p\", \"baseUrl\": "
            + "\"https://p.example\", \"formats\": [\"openai\"], \"models\": ["
            + models + "]}, {\"id\": \"q\", \"baseUrl\": \"https://q.example\", \"formats\": [\"openai\"], "
            + "\"models\": [\"z\"]}], \"modelAliases\": {\"a\": {\"targets\": ["
            + targets + "\"q/z\"]}}}");
        assertTimeout(Duration.ofSeconds(20), () -> config.done("remove-provider", "--provider-id=p", "--cascade"));
        assertEquals("[\"q/z\"]", config.tree().object("modelAliases").object("a").get("targets").toString());
    }

    @Test
    void aClientKeyNeverGainsAccessByARemoval() throws IOException {
        var config = new EditedConfig(home).write(text("", ""));
        String out = config.done("remove-provider", "--provider-id=q", "--cascade");
        assertTrue(out.contains("client key \"k\": still may ask only for q/z"), out);
        assertTrue(config.text().contains("\"models\": [\"q/z\"]"), config.text());
    }

    @Test
    void theLastProviderMayGoButNotTheLastModel() throws IOException {
        var config = new EditedConfig(home).twoProviders();
        config.refused("is the provider's only model; use llm-router config remove-provider "
            + "--provider-id=q", "remove-model",
            "--provider-id=q", "--model=z");
        config.done("remove-provider", "--provider-id=q");
        assertTrue(config.done("remove-provider", "--provider-id=p", "--cascade")
            .contains("the default model was p/m and is now none"));
        assertEquals("{\"version\":2,\"providers\":[]}", config.tree().toString());
    }

    @Test
    void whatIsNotThereIsNamedWithWhatIs() {
        var config = new EditedConfig(home).twoProviders();
        config.refused("which provider? Give --provider-id; there are p, q", "remove-provider");
        config.refused("there is no provider 'other'; there are p, q", "remove-provider", "--provider-id=other");
        config.refused("which model? Give --model; provider 'p' has m, n", "remove-model", "--provider-id=p");
        config.refused("provider 'p' has no model 'other'; it has m, n", "remove-model", "--provider-id=p",
            "--model=other");
        config.refused("there is no alias 'other'; there are none", "remove-model-alias", "--alias-id=other");
    }

    @Test
    void anAliasIsNotMistakenForItsTwin() {
        var config = new EditedConfig(home).twoProviders();
        config.done("upsert-model-alias", "--alias-id=fast-one", "--targets=p/m");
        config.done("upsert-model-alias", "--alias-id=fastOne", "--targets=p/n");
        config.done("remove-model-alias", "--alias-id=fastOne");
        assertEquals("{\"fast-one\":{\"id\":\"fast-one\",\"strategy\":\"ordered\",\"targets\":[{\"ref\":\"p/m\"}]}}",
            config.tree().get("modelAliases").toString());
    }

    @Test
    void aBrokenNeighbourDoesNotKeepAProviderFromBeingRemoved() throws IOException {
        var config = new EditedConfig(home).write("{\"version\":2,\"providers\":[{\"id\":\"p\","
            + "\"baseUrl\":\"https://p.example\",\"formats\":[\"openai\"],\"models\":[\"m\"]},"
            + "{\"id\":\"q\",\"baseUrl\":\"nowhere\",\"formats\":[\"openai\"],\"models\":[\"m\"]}]}");
        CliRun run = config.run("remove-provider", "--provider-id=p");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("these mistakes were there before and remain:\n  providers[0].baseUrl"),
            run.err());
    }

    private CliRun atTerminal(EditedConfig config, String typed, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var shell = new Shell(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8), Map.of(), config.home(), true, () -> null,
            new StopSignal());
        return new CliRun(Cli.run(List.of(words), shell), out.toString(StandardCharsets.UTF_8),
            err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aPersonIsAskedAndAnythingButYesLeavesTheFileAlone() {
        var config = new EditedConfig(home).twoProviders();
        String before = config.text();
        for (String typed : List.of("n\n", "\n", "", "maybe\nno\n")) {
            CliRun run = atTerminal(config, typed, "config", "remove-provider", "--provider-id=q");
            assertEquals(1, run.exitCode());
            assertTrue(run.err().contains("Remove provider q? [y/N]\n")
                && run.err().endsWith("nothing was changed, as you did not agree\n"), run.err());
            assertEquals(typed.startsWith("maybe"), run.err().contains("please answer yes or no"));
            assertEquals(before, config.text());
        }
        assertEquals(0, atTerminal(config, "maybe\nYes\n", "config", "remove-provider", "--provider-id=q").exitCode());
        CliRun run = atTerminal(config, "", "config", "remove-model", "--provider-id=p", "--model=m", "--cascade",
            "--yes");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("", run.err());
    }

    @Test
    void theQuestionTellsWhatElseWouldChange() {
        var config = new EditedConfig(home).twoProviders();
        CliRun run = atTerminal(config, "no\n", "config", "remove-provider", "--provider-id=p", "--cascade");
        assertTrue(run.err().startsWith("Remove provider p? This also changes:\n  the default model was p/m and is "
            + "now q/z [y/N]\n"), run.err());
    }
}
