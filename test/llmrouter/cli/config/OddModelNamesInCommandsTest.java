package llmrouter.cli.config;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.cli.CliRun;
import llmrouter.cli.CommandTable;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Operations of `config` with model ids that have spaces and separators in them.
class OddModelNamesInCommandsTest {
    private static final String LLAMA = "Llama 3 8B Instruct";

    @TempDir
    private Path home;
    private EditedConfig config;

    @BeforeEach
    void begin() {
        config = new EditedConfig(home);
        config.done("add-provider", "p", "--base-url=https://a.example", "--formats=openai",
            "--models=\"" + LLAMA + "\",m,'gpt-4o (latest)'");
    }

    @Test
    void aListTakesThemInQuotationMarksAndShowsThemSo() {
        assertEquals("[\"" + LLAMA + "\",\"m\",\"gpt-4o (latest)\"]", config.provider(0).get("models").toString());
        String listed = config.done("list");
        assertTrue(listed.contains("models=\"" + LLAMA + "\",m,\"gpt-4o (latest)\"\n"), listed);
        config.done("upsert-provider", "--provider-id=p", "--models=\"" + LLAMA + "\",m,\"gpt-4o (latest)\"");
        assertEquals(3, config.provider(0).items("models").size());
    }

    @Test
    void anArgumentOfItsOwnIsOneName() {
        config.done("add-models", "p", "Mistral 7B v0.3", "a,b");
        assertEquals("[\"" + LLAMA + "\",\"m\",\"gpt-4o (latest)\",\"Mistral 7B v0.3\",\"a\",\"b\"]",
            config.provider(0).get("models").toString());
        config.done("disable", "p/Mistral 7B v0.3");
        config.done("remove-models", "p/Mistral 7B v0.3");
        config.done("remove-models", "p", "gpt-4o (latest)");
        assertEquals("[\"" + LLAMA + "\",\"m\",\"a\",\"b\"]", config.provider(0).get("models").toString());
    }

    @Test
    void theyAreTargetsFallbacksAndDefaults() {
        config.done("add-alias", "work", "--targets=p/" + LLAMA + "@2, p/m");
        config.done("add-alias", "quoted", "--targets=\"p/gpt-4o (latest)\",p/m@3");
        config.done("add-alias", "alone", "p/" + LLAMA);
        config.done("add-target", "alone", "p/gpt-4o (latest)");
        config.done("set-fallbacks", "p/m", "p/" + LLAMA);
        config.done("set-default-model", "p/" + LLAMA);
        config.done("add-key", "ada", "--models=\"p/" + LLAMA + "\",work", "--generate");
        config.done("set-caps", "p", "--caps=9/minute", "--cap-models=\"" + LLAMA + "\"");
        Obj aliases = config.tree().object("modelAliases");
        assertEquals("p/" + LLAMA, ((Obj) aliases.object("work").items("targets").getFirst()).text("ref"));
        assertEquals("p/gpt-4o (latest)", ((Obj) aliases.object("quoted").items("targets").getFirst()).text("ref"));
        assertEquals(2, aliases.object("alone").items("targets").size());
        assertEquals("p/" + LLAMA, config.tree().text("defaultModel"));
        assertTrue(config.text().contains("\"p/" + LLAMA + "\""));
        String listed = config.done("list");
        assertTrue(listed.contains("targets=\"p/" + LLAMA + "@2\", p/m"), listed);
        assertTrue(config.done("validate").endsWith("valid: 1 provider, 3 models, 3 aliases\n"));
    }

    @Test
    void theyAreRenamedAndShown() {
        config.done("rename-provider", "p", "q");
        config.done("show", "q");
        config.done("set-model-aliases", "q/" + LLAMA, "llama");
        assertTrue(config.text().contains("llama"));
    }

    @Test
    void routeTakesTheNameAsOneArgument() {
        config.done("add-alias", "work", "--targets=p/" + LLAMA);
        for (String name : new String[] {"p/" + LLAMA, "work"}) {
            CliRun run = new CliRun.LiveCli(home, Map.of(), "").run(CommandTable.standard(), "route", name);
            assertEquals(0, run.exitCode(), run::toString);
            assertTrue(run.out().contains("p/" + LLAMA), run::out);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0001b", "\u001b[31mred", "x\u0085y"})
    void whatCannotBeSentIsRefused(String id) {
        config.refused("cannot be a model id", "add-models", "p", id);
    }

    @Test
    void aModelInTheFileThatCannotBeSentIsLeftOut() throws Exception {
        config.write(config.text().replace("\"m\"", "\"m\", \"a\\u0007b\""));
        String told = config.done("validate");
        assertTrue(told.contains("cannot be a model id, so this model is left out; write the name"), told);
        assertTrue(told.endsWith("valid: 1 provider, 3 models, 0 aliases\n"), told);
        config.write("{\"version\":2,\"providers\":[{\"id\":\"p\",\"baseUrl\":\"https://a.example\","
            + "\"format\":\"openai\",\"models\":[\"a\\u0007b\"]}]}");
        config.refused("has no model that can be used", "list");
    }
}
