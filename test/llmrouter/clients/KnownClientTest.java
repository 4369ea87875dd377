package llmrouter.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.read.ConfigReader;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KnownClientTest {
    private static final GatewayAccess OPEN = new GatewayAccess("http://127.0.0.1:8787", null, "work");
    private static final GatewayAccess KEYED = new GatewayAccess("http://127.0.0.1:8787", "gw_key", "work");

    private static Config config(String json) {
        var read = ConfigReader.read(json.replace('\'', '"'), "c.json");
        return assertInstanceOf(ValidConfig.class, read, read.toString()).config();
    }

    private static String text(KnownClient client, GatewayAccess access) {
        return String.join("\n", client.setup(access).text());
    }

    /// What the README must say: a table of the clients that are set by variables, and a block for each file.
    private static String readme(GatewayAccess access) {
        var table = new StringBuilder("| client | what to set |\n|---|---|\n");
        var blocks = new StringBuilder();
        for (KnownClient client : KnownClient.values()) {
            ClientSetup setup = client.setup(access);
            if (setup.file() == null) {
                String code = setup.inCode() == null ? "" : ", " + setup.inCode();
                String line = setup.shellLine().substring(0, setup.shellLine().length() - code.length());
                table.append("| ").append(setup.name()).append(" | `").append(line).append('`').append(code)
                    .append(" |\n");
            } else {
                String language = setup.file().substring(setup.file().lastIndexOf('.') + 1);
                blocks.append('\n').append(setup.heading().replace(setup.file(), "`" + setup.file() + "`"))
                    .append(":\n\n```").append(language).append('\n').append(String.join("\n", setup.lines()))
                    .append("\n```\n");
            }
        }
        return table.toString() + blocks;
    }

    @Test
    void theReadmesTableIsThisTable() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int begin = readme.indexOf("<!-- clients");
        assertTrue(begin > 0, "the README marks its table of clients");
        String part = readme.substring(readme.indexOf("-->\n", begin) + 4, readme.indexOf("   <!-- /clients -->"));
        String indent = "   ";
        String there = part.lines().map(line -> line.startsWith(indent) ? line.substring(indent.length()) : line)
            .collect(Collectors.joining("\n", "", "\n"));
        assertEquals(readme(OPEN), there);
    }

    @Test
    void everyClientGetsTheAddressTheModelAndTheKey() {
        for (KnownClient client : KnownClient.values()) {
            String text = text(client, KEYED);
            assertTrue(text.contains("http://127.0.0.1:8787"), text);
            assertTrue(text.contains("work"), text);
            assertTrue(text.contains("gw_key"), text);
        }
    }

    @Test
    void aClientThatInsistsOnAKeyGetsAPlaceholderAndCurlGetsNone() {
        assertTrue(text(KnownClient.CLAUDE_CODE, OPEN).contains("ANTHROPIC_AUTH_TOKEN=none-needed"));
        assertFalse(text(KnownClient.CURL, OPEN).contains("authorization"));
    }

    @Test
    void codexGetsAProviderOfItsOwnThatTakesTheKeyFromAVariable() {
        assertEquals(List.of("Codex, in ~/.codex/config.toml, with GATEWAY_KEY=gw_key:",
            "  # at the top of the file",
            "  model_provider = \"llm-router\"",
            "  model = \"work\"",
            "  model_context_window = 200000",
            "  # at the end of the file",
            "  [model_providers.llm-router]",
            "  name = \"llm-router\"",
            "  base_url = \"http://127.0.0.1:8787/v1\"",
            "  wire_api = \"responses\"",
            "  env_key = \"GATEWAY_KEY\""), KnownClient.CODEX.setup(KEYED).text());
        assertFalse(text(KnownClient.CODEX, OPEN).contains("env_key"), "a gateway without a key needs no variable");
        assertFalse(text(KnownClient.CODEX, OPEN).contains("openai"), "the user's OpenAI set-up stays");
    }

    @Test
    void claudeCodeGetsTheWindowTheSmallModelAndTheHints() {
        var access = new GatewayAccess("http://127.0.0.1:8787", null, "work", "work-small", 128_000);
        String line = text(KnownClient.CLAUDE_CODE, access);
        assertTrue(line.contains(" ANTHROPIC_MODEL=work ANTHROPIC_DEFAULT_HAIKU_MODEL=work-small "), line);
        assertTrue(line.contains(" CLAUDE_CODE_MAX_CONTEXT_TOKENS=128000 CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 claude"),
            line);
    }

    @Test
    void theSettingsFileOfClaudeCodeSetsTheSameVariablesAsItsLine() {
        String file = String.join("\n", KnownClient.CLAUDE_CODE_SETTINGS.setup(KEYED).lines());
        var variables = new ArrayList<String>();
        ((Json.Obj) Json.parse(file)).object("env").members()
            .forEach((name, value) -> variables.add(name + "=" + ((Json.Str) value).value()));
        assertEquals(KnownClient.CLAUDE_CODE.setup(KEYED).environment(), variables);
    }

    @ParameterizedTest
    @CsvSource({"work,100000,small", "both,100000,small", "unsized,200000,small", "p/big,400000,small"})
    void theWindowIsTheSmallestOfTheCandidates(String model, long window, String small) {
        var access = GatewayAccess.of("http://127.0.0.1:1", null, model, config("""
            {'version':2,'providers':[{'id':'p','baseUrl':'https://p.example','format':'openai','models':[
             {'id':'big','contextWindow':400000},{'id':'little','contextWindow':100000},'none']}],
             'modelAliases':{'work':{'targets':['p/big','p/little']},'small':{'targets':['p/none']},
             'both':{'targets':['p/none'],'fallbackTargets':['p/little']},'unsized':{'targets':['p/none']}}}"""));
        assertEquals(window, access.contextWindow());
        assertEquals(small, access.smallModel());
    }

    @ParameterizedTest
    @CsvSource({"claude-haiku,claude-haiku", "my.fast_one,my.fast_one", "breakfast,work", "smaller,work"})
    void anAliasForSmallTasksIsKnownByAWordOfItsId(String alias, String small) {
        var config = config("{'version':2,'providers':[{'id':'p','baseUrl':'https://p.example','format':'openai',"
            + "'models':['m']}],'modelAliases':{'work':{'targets':['p/m']},'" + alias + "':{'targets':['p/m']}}}");
        assertEquals(small, GatewayAccess.of("http://127.0.0.1:1", null, "work", config).smallModel());
    }

    @Test
    void aModelWithUnusualCharactersIsQuotedForTheShell() {
        var access = new GatewayAccess("http://127.0.0.1:1", null, "p/it's (new) $5");
        assertTrue(text(KnownClient.CLAUDE_CODE, access).contains("ANTHROPIC_MODEL='p/it'\\''s (new) $5' "));
        assertTrue(text(KnownClient.CURL, access).contains("\"p/it'\\''s (new) $5\""));
        assertTrue(text(KnownClient.CODEX, access).contains("model = \"p/it's (new) $5\""));
        assertTrue(text(KnownClient.CLAUDE_CODE, new GatewayAccess("http://127.0.0.1:1", null, "p/@cf/a:b-c.1"))
            .contains("ANTHROPIC_MODEL=p/@cf/a:b-c.1 "));
    }

    @Test
    void theFileOfOpenCodeIsJsonThatNamesTheModelTwice() {
        var file = (Json.Obj) Json.parse(KnownClient.OPENCODE.setup(OPEN).lines().getFirst());
        assertEquals("llm-router/work", file.text("model"));
        var models = file.object("provider").object("llm-router").object("models");
        assertEquals(List.of("work"), new ArrayList<>(models.members().keySet()));
    }
}
