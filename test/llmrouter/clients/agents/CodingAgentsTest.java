package llmrouter.clients.agents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.clients.GatewayAccess;
import llmrouter.clients.patch.Reverted;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.read.ConfigReader;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The table of clients, and what is true of each row.
class CodingAgentsTest {
    private static final GatewayAccess ACCESS =
        new GatewayAccess("http://127.0.0.1:8787", "gw_0123456789abcdef", "work", "work-small", 150_000);

    @TempDir
    private Path home;

    @Test
    void eachFileNamesTheGatewayTheModelAndTheKeyAfterwards() {
        for (CodingAgent agent : CodingAgents.ALL) {
            for (AgentFile file : agent.files()) {
                String text = file.patch().apply("", ACCESS);
                String url = file.patch().connectedTo(text);
                assertTrue(url.equals(ACCESS.url()) || url.equals(ACCESS.openAiUrl()), agent.id() + ": " + url);
                assertTrue(text.contains("work"), text);
                assertTrue(text.contains(ACCESS.key()), text);
            }
        }
    }

    @Test
    void connectingTwiceChangesNothing() {
        for (CodingAgent agent : CodingAgents.ALL) {
            for (AgentFile file : agent.files()) {
                String once = file.patch().apply("", ACCESS);
                assertEquals(once, file.patch().apply(once, ACCESS), agent.id());
            }
        }
    }

    @Test
    void anotherAddressAndModelReplaceTheFirstOnes() {
        var other = new GatewayAccess("http://127.0.0.1:9999", "gw_fedcba9876543210", "play", "play", 90_000);
        for (CodingAgent agent : CodingAgents.ALL) {
            for (AgentFile file : agent.files()) {
                String text = file.patch().apply(file.patch().apply("", ACCESS), other);
                for (String old : List.of("8787", "work", "0123456789abcdef", "150000")) {
                    assertFalse(text.contains(old), agent.id() + " still has " + old + ":\n" + text);
                }
            }
        }
    }

    @Test
    void aConnectionCanBeTakenOutOfAFileThatWasEmpty() {
        for (CodingAgent agent : CodingAgents.ALL) {
            for (AgentFile file : agent.files()) {
                String connected = file.patch().apply("", ACCESS);
                Reverted reverted = file.patch().revert(connected, "", connected);
                assertEquals(List.of(), reverted.changed(), agent.id());
                assertEquals(Json.object(), file.patch().syntax().tree(reverted.text()), agent.id());
            }
        }
    }

    @Test
    void noArgumentHasTheKey() {
        for (CodingAgent agent : CodingAgents.ALL) {
            if (agent.launch() == null) continue;
            AgentLaunch launch = agent.launch().of(ACCESS);
            assertFalse(String.join(" ", launch.arguments()).contains(ACCESS.key()), agent.id());
            assertTrue(launch.environment().toString().contains(ACCESS.key()), agent.id());
        }
    }

    @Test
    void noWordMeansTwoClients() {
        Set<String> words = new HashSet<>();
        for (CodingAgent agent : CodingAgents.ALL) {
            assertTrue(words.add(agent.id()), agent.id());
            for (String alias : agent.aliases()) assertTrue(words.add(alias), alias);
            assertFalse(agent.checked().isEmpty(), agent.id());
        }
        assertEquals("claude-code", CodingAgents.named("claude").id());
    }

    @Test
    void aVariableMovesTheFile() {
        AgentFile file = CodingAgents.named("claude-code").file(AgentScope.USER);
        var places = new AgentPlaces(Map.of("CLAUDE_CONFIG_DIR", "/srv/claude"), home, home);
        assertEquals(Path.of("/srv/claude/settings.json"), file.place().in(places));
        places = new AgentPlaces(Map.of("CLAUDE_CONFIG_DIR", ""), home, home);
        assertEquals(home.resolve(".claude/settings.json"), file.place().in(places));
        AgentFile open = CodingAgents.named("opencode").file(AgentScope.USER);
        places = new AgentPlaces(Map.of("XDG_CONFIG_HOME", "/srv/config"), home, home);
        assertEquals(Path.of("/srv/config/opencode/opencode.json"), open.place().in(places));
    }

    @Test
    void openCodesFileWithCommentsCountsMoreIfItIsThere() throws IOException {
        AgentFile file = CodingAgents.named("opencode").file(AgentScope.USER);
        var places = new AgentPlaces(Map.of(), home, home);
        assertEquals(home.resolve(".config/opencode/opencode.json"), file.place().in(places));
        Path commented = Files.createDirectories(home.resolve(".config/opencode")).resolve("opencode.jsonc");
        Files.writeString(commented, "{}");
        assertEquals(commented, file.place().in(places));
    }

    @Test
    void claudeCodeSearchesForToolsOnlyWithAnthropicsOwnModels() {
        AgentFile file = CodingAgents.named("claude-code").file(AgentScope.USER);
        for (var expected : Map.of("own/m", "true", "other/m", "false", "both", "false").entrySet()) {
            var access = GatewayAccess.of("http://127.0.0.1:1", null, expected.getKey(), config("""
                {'version':2,'providers':[
                 {'id':'own','baseUrl':'https://api.anthropic.com','format':'claude','models':['m']},
                 {'id':'other','baseUrl':'https://models.example','format':'claude','models':['m']}],
                 'modelAliases':{'both':{'targets':['own/m','other/m']}}}"""));
            Json.Obj env = file.patch().syntax().tree(file.patch().apply("", access)).object("env");
            assertEquals(expected.getValue(), env.text("ENABLE_TOOL_SEARCH"), expected.getKey());
        }
    }

    @Test
    void claudeCodeLosesWhatWouldDefeatTheConnectionAndGetsItBack() {
        AgentFile file = CodingAgents.named("claude-code").file(AgentScope.USER);
        String before = """
            {"apiKeyHelper": "print-key", "env": {"ANTHROPIC_API_KEY": "sk-ant-1", "CLAUDE_CODE_USE_BEDROCK": "1",
              "ANTHROPIC_SMALL_FAST_MODEL": "x", "MINE": "1"}}
            """;
        String after = file.patch().apply(before, ACCESS);
        Json.Obj settings = file.patch().syntax().tree(after);
        assertEquals(null, settings.get("apiKeyHelper"));
        assertEquals("", settings.object("env").text("ANTHROPIC_API_KEY"));
        assertEquals(null, settings.object("env").get("CLAUDE_CODE_USE_BEDROCK"));
        assertEquals("1", settings.object("env").text("MINE"));
        Reverted reverted = file.patch().revert(after, before, after);
        assertTrue(file.patch().same(before, reverted.text()), reverted.text());
    }

    @Test
    void openCodesListOfEnabledProvidersGetsTheGateway() {
        AgentFile file = CodingAgents.named("opencode").file(AgentScope.USER);
        String before = "{\"enabled_providers\": [\"openai\"]}";
        String after = file.patch().apply(before, ACCESS);
        assertTrue(after.contains("[\"openai\", \"llm-router\"]"), after);
        String edited = after.replace("\"llm-router\"]", "\"llm-router\", \"mine\"]");
        Reverted reverted = file.patch().revert(edited, before, after);
        assertEquals(List.of(), reverted.changed());
        assertEquals(Json.strings(List.of("openai", "mine")),
            file.patch().syntax().tree(reverted.text()).get("enabled_providers"));
    }

    @Test
    void qwenCodeKeepsTheOtherModelsOfItsList() {
        AgentFile file = CodingAgents.named("qwen").file(AgentScope.USER);
        String before = "{\"modelProviders\": {\"openai\": [{\"id\": \"mine\", \"envKey\": \"MINE\"}]}}";
        String after = file.patch().apply(before, ACCESS);
        assertEquals(2, file.patch().syntax().tree(after).object("modelProviders").items("openai").size());
        assertEquals(after, file.patch().apply(after, ACCESS));
        assertTrue(file.patch().same(before, file.patch().revert(after, before, after).text()));
    }

    @Test
    void theTimeThatClineWritesIsNoChangeOfTheUsers() {
        AgentFile file = CodingAgents.named("cline").file(AgentScope.USER);
        String after = file.patch().apply("", ACCESS);
        String now = after.replace("2026-01-01T", "2026-12-24T");
        assertFalse(now.equals(after));
        assertEquals(List.of(), file.patch().revert(now, "", after).changed());
    }

    // ── docs/clients.md ──

    /// The rows of the page, out of the table.
    private static String page() {
        var page = new StringBuilder("""
            | client | `connect` changes | for one start: `code` | checked with |
            |---|---|---|---|
            """);
        for (CodingAgent agent : CodingAgents.ALL) {
            var files = new StringBuilder();
            for (AgentScope scope : AgentScope.values()) {
                if (agent.file(scope) == null) continue;
                files.append(files.isEmpty() ? "" : "; with `--project` ").append(agent.file(scope).place().describe());
            }
            page.append("| ").append(agent.name()).append(" (`").append(agent.id()).append("`) | ")
                .append(files.isEmpty() ? "nothing; it takes variables only, which `connect` prints" : files)
                .append(" | ").append(agent.launch() == null ? "no" : "yes").append(" | ").append(agent.checked())
                .append(" |\n");
        }
        return page.toString();
    }

    @Test
    void thePageOfClientsHasThisTable() throws IOException {
        String text = Files.readString(Path.of("docs/clients.md"));
        int begin = text.indexOf("<!-- connect -->\n");
        int end = text.indexOf("<!-- /connect -->");
        assertTrue(begin > 0 && end > begin, "docs/clients.md marks its table of connect");
        assertEquals(page(), text.substring(begin + "<!-- connect -->\n".length(), end));
    }

    private static Config config(String json) {
        var read = ConfigReader.read(json.replace('\'', '"'), "c.json");
        return assertInstanceOf(ValidConfig.class, read, read.toString()).config();
    }
}
