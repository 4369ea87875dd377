package llmrouter.clients.agents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.clients.GatewayAccess;
import llmrouter.clients.patch.FilePatch;
import llmrouter.clients.patch.PatchError;
import llmrouter.clients.patch.Reverted;
import llmrouter.json.Json;
import llmrouter.toml.TomlDocument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The clients whose settings are TOML or YAML, over files as users have them (`test/fixtures/clients`).
class TomlAgentsTest {
    private static final GatewayAccess ACCESS = new GatewayAccess("http://127.0.0.1:8787", "gw_key", "work", "small",
        123_000);
    private static final Path FOLDER = Path.of("test/fixtures/clients");

    private static FilePatch patch(String client) {
        return CodingAgents.named(client).files().getFirst().patch();
    }

    /// Folders with the name of a client, and the files in them.
    private static Stream<Path> tomlFiles() throws IOException {
        return Files.walk(FOLDER).filter(file -> file.toString().endsWith(".toml")).sorted();
    }

    private static String client(Path file) {
        return file.getParent().getFileName().toString();
    }

    private static String connected(String client, String before) {
        return patch(client).apply(before, ACCESS);
    }

    @Test
    void codexGetsAProviderWithTheKeyInTheFile() throws IOException {
        String before = Files.readString(FOLDER.resolve("codex/comments-and-servers.toml"));
        String after = connected("codex", before);
        String expected = before.replace("\"gpt-5.5\"            # the one", "\"work\"            # the one")
            .replace("notify.py\",\n]\n",
                "notify.py\",\n]\nmodel_provider = \"llm-router\"\nmodel_context_window = 123000\n")
            + """

                [model_providers.llm-router]
                name = "llm-router"
                base_url = "http://127.0.0.1:8787/v1"
                wire_api = "responses"
                experimental_bearer_token = "gw_key"
                """;
        assertEquals(expected, after);
    }

    @ParameterizedTest
    @MethodSource("tomlFiles")
    void theFileNamesTheGatewayAndKeepsTheRest(Path file) throws IOException {
        String before = Files.readString(file);
        FilePatch patch = patch(client(file));
        String after = patch.apply(before, ACCESS);
        assertEquals("http://127.0.0.1:8787/v1", patch.connectedTo(after));
        assertEquals(after, patch.apply(after, ACCESS), "a second time changes nothing");
        var lines = after.lines().toList();
        long kept = before.lines().filter(lines::contains).count();
        assertTrue(before.lines().count() - kept <= 6, "few lines are changed:\n" + after);
        assertEquals(before.startsWith("\uFEFF"), after.startsWith("\uFEFF"));
        assertEquals(before.isEmpty() || before.endsWith("\n"), after.endsWith("\n"));
        String lineEnds = after.replace("\r\n", "");
        assertFalse(before.contains("\r\n") ? lineEnds.contains("\n") : after.contains("\r"), after);
    }

    @ParameterizedTest
    @MethodSource("tomlFiles")
    void theConnectionIsTakenOutAgainFromAFileThatWasChangedSince(Path file) throws IOException {
        String before = Files.readString(file);
        FilePatch patch = patch(client(file));
        String after = patch.apply(before, ACCESS);
        String end = before.contains("\r\n") ? "\r\n" : "\n";
        String current = after + (after.endsWith("\n") ? "" : end) + end + "[added.later]" + end + "x = 1" + end;
        Reverted reverted = patch.revert(current, before, after);
        assertEquals(List.of(), reverted.changed());
        Json.Obj expected = patch.syntax().tree(before).put("added", Json.parse("{\"later\":{\"x\":1}}"));
        assertEquals(expected, patch.syntax().tree(reverted.text()), reverted.text());
        assertFalse(reverted.text().contains("gw_key"), reverted.text());
    }

    @ParameterizedTest
    @MethodSource("tomlFiles")
    void anotherGatewayTakesThePlaceOfTheFirst(Path file) throws IOException {
        FilePatch patch = patch(client(file));
        String first = patch.apply(Files.readString(file), ACCESS);
        String second = patch.apply(first, new GatewayAccess("https://gw.example", null, "p/m", "p/m", 1_000));
        assertEquals("https://gw.example/v1", patch.connectedTo(second));
        assertFalse(second.contains("gw_key") || second.contains("8787"), second);
        assertEquals(first.lines().count(), second.lines().count());
    }

    @Test
    void aProviderThatWasSetByHandKeepsWhatDoesNotExcludeTheKey() throws IOException {
        var tree = TomlDocument.of(connected("codex", Files.readString(FOLDER.resolve("codex/earlier-gateway.toml"))))
            .table();
        assertEquals("core", tree.text("model_providers", "llm-router", "http_headers", "X-Team"));
        assertEquals("gw_key", tree.text("model_providers", "llm-router", "experimental_bearer_token"));
        assertEquals(null, tree.get("model_providers", "llm-router", "env_key"));
    }

    @Test
    void aProfileOfCodexDoesNotTakeItsModelElsewhere() throws IOException {
        String after = connected("codex", Files.readString(FOLDER.resolve("codex/profiles.toml")));
        var tree = TomlDocument.of(after).table();
        assertEquals(null, tree.get("profile"));
        assertEquals("llm-router", tree.text("model_provider"));
        assertEquals("gpt-5-pro", tree.text("profiles", "deep", "model"), "a profile's own table stays");
    }

    @Test
    void aStartOfCodexHasTheKeyInAVariableOnly() {
        AgentLaunch launch = CodingAgents.named("codex").launch().of(ACCESS);
        assertEquals("gw_key", launch.environment().get("GATEWAY_KEY"));
        assertFalse(launch.arguments().toString().contains("gw_key"));
        for (int i = 0; i < launch.arguments().size(); i += 2) {
            assertEquals("-c", launch.arguments().get(i));
            TomlDocument.of(launch.arguments().get(i + 1));
        }
    }

    @Test
    void kimiCodeGetsAProviderAndAModel() {
        assertEquals("""
            default_model = "llm-router"

            [providers.llm-router]
            type = "openai"
            base_url = "http://127.0.0.1:8787/v1"
            api_key = "gw_key"

            [models.llm-router]
            provider = "llm-router"
            model = "work"
            max_context_size = 123000
            capabilities = ["tool_use"]
            display_name = "work (llm-router)"
            """, connected("kimi-code", ""));
    }

    @Test
    void grokBuildGetsAModelForAllTasks() {
        assertEquals("""
            [models]
            default = "llm-router"
            session_summary = "llm-router"
            prompt_suggestion = "llm-router"
            image_description = "llm-router"

            [model.llm-router]
            model = "work"
            name = "work (llm-router)"
            base_url = "http://127.0.0.1:8787/v1"
            api_key = "gw_key"
            api_backend = "chat_completions"
            context_window = 123000
            """, connected("grok-build", ""));
    }

    @Test
    void aFileThatIsNotTomlIsRefusedWithItsPlaceAndWithoutItsValues() {
        var error = assertThrows(PatchError.class, () -> connected("codex", "model = \"x\"\napi_key = sk-secret\n"));
        assertEquals("it is not TOML: a text stands without quotes at line 2, column 11: put it in double quotes",
            error.getMessage());
        error = assertThrows(PatchError.class, () -> connected("codex", "[model]\nname = 'x'\n"));
        assertTrue(error.getMessage().startsWith("a setting has no place in it: model is a table"), error.getMessage());
    }

    @Test
    void continueGetsTheFirstModelOfAFileThatIsEmptyOrJson() throws IOException {
        Json.Obj made = (Json.Obj) Json.parse(connected("continue", ""));
        assertEquals("v1", made.text("schema"));
        String json = Files.readString(FOLDER.resolve("continue/as-json.yaml"));
        Json.Obj changed = (Json.Obj) Json.parse(connected("continue", json));
        assertEquals("mine", changed.text("name"));
        Json.Arr models = (Json.Arr) changed.get("models");
        assertEquals(2, models.size());
        assertEquals("gw_key", ((Json.Obj) models.items().getFirst()).text("apiKey"));
        assertEquals(connected("continue", json), connected("continue", connected("continue", json)));
    }

    @Test
    void continuesFileOfYamlIsLeftAndWhatToAddIsSaidWithoutTheKey() throws IOException {
        String yaml = Files.readString(FOLDER.resolve("continue/by-hand.yaml"));
        var error = assertThrows(PatchError.class, () -> connected("continue", yaml));
        assertTrue(error.getMessage().contains("- {\"name\":\"llm-router\""), error.getMessage());
        assertTrue(error.getMessage().contains("http://127.0.0.1:8787/v1"), error.getMessage());
        assertFalse(error.getMessage().contains("gw_key"), error.getMessage());
        assertEquals(null, patch("continue").connectedTo(yaml));
    }
}
