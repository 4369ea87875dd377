package llmrouter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JsonErrorsTest {
    @TempDir
    private Path home;

    /// Runs a command without and with `--json`, and checks that both tell the same error.
    private void assertError(String code, Map<String, String> environment, String... words) {
        String line = String.join(" ", words);
        CliRun plain = CliRun.at(home, environment, words);
        var all = new String[words.length + 1];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--json";
        CliRun json = CliRun.at(home, environment, all);
        assertEquals(code.equals("wrong_input") ? 2 : 1, json.exitCode(), line + json);
        assertEquals(plain.exitCode(), json.exitCode(), line);
        assertEquals("", plain.out(), line);
        assertFalse(json.err().contains("llm-router: "), json.err());
        assertEquals(1, json.out().lines().count(), json.out());
        Obj error = ((Obj) Json.parse(json.out())).object("error");
        assertEquals(Set.of("message", "code", "exit"), error.members().keySet());
        assertEquals(code, error.text("code"), json.out());
        assertEquals(json.exitCode(), error.number("exit", -1));
        assertTrue(plain.err().endsWith("llm-router: " + error.text("message") + System.lineSeparator()),
            line + "\n" + plain.err() + "\n" + json.out());
    }

    private void wrong(String... words) {
        assertError("wrong_input", Map.of(), words);
    }

    @Test
    void aWrongCommandLineIsToldAsJsonByEveryCommand() {
        for (Command command : CommandTable.standard().commands()) {
            wrong(command.name(), "--no-such-flag");
            for (Operation operation : command.operations()) wrong(command.name(), operation.name(), "--no-such-flag");
        }
        wrong("nonsense");
        wrong("ui");
        wrong("start", "--port=x");
        wrong("route", "a", "b");
        wrong("config", "nonsense");
        wrong("config", "upsert-provider", "--window=1m");
        wrong("translate", "--from=nonsense");
    }

    @Test
    void missingInputsAreToldAsJson() {
        wrong("config", "upsert-provider");
        wrong("config", "upsert-model-alias");
        wrong("config", "set-provider-rate-limits", "--remove-bucket");
        wrong("config", "set-model-fallbacks");
        wrong("config", "set-master-key");
        wrong("config", "remove-provider");
        wrong("config", "validate");
        wrong("config", "migrate-config");
        wrong("start");
        wrong("route", "work");
        wrong("translate", "/no/such/file");
    }

    @Test
    void aBrokenConfigurationIsToldAsJson() throws IOException {
        Files.writeString(home.resolve(".llm-router.json"), "{ \"version\": 2, }");
        wrong("start");
        wrong("route", "work");
        wrong("config", "set-master-key", "--generate-master-key");
        Files.writeString(home.resolve(".llm-router.json"), "{ \"version\": 2, \"providers\": [{\"id\": \"P\"}] }");
        wrong("start");
        wrong("route", "work");
        CliRun list = CliRun.at(home, Map.of(), "config", "list", "--json");
        assertEquals(2, list.exitCode());
        assertTrue(((Obj) Json.parse(list.out())).object("error").text("message").contains("providers[0]"), list.out());
    }

    @Test
    void aSettingThatCannotBeUsedIsToldAsJson() {
        for (String command : List.of("start", "status", "route", "why")) {
            assertError("wrong_input", Map.of("LLM_ROUTER_PORT", "many"), command);
        }
    }

    @Test
    void whatCannotBeDoneIsToldAsJson() throws IOException {
        assertError("failed", Map.of(), "why");
        assertError("failed", Map.of("LLM_ROUTER_REQUEST_LOG", "off"), "why");
        assertError("failed", Map.of(), "reload");
        assertError("failed", Map.of(), "reload", "--all");
        assertError("failed", Map.of(), "reload", "--wake", "--port=1");
        assertError("failed", Map.of(), "wake", "--port=1");
        Files.createDirectory(home.resolve(".llm-router.json"));
        assertError("failed", Map.of(), "config", "list");
        assertError("failed", Map.of(), "config", "set-master-key", "--master-key-env=A_KEY");
        assertError("failed", Map.of(), "start");
    }

    @Test
    void whatTheProgramDidNotExpectIsToldAsJsonToo() {
        var command = Command.of("fail", "Fail", _ -> {
            throw new IllegalStateException("disk \"full\"");
        }).flags(Flag.JSON);
        CliRun run = CliRun.of(new CommandTable(List.of(command)), "", "fail", "--json");
        assertEquals(new CliRun(1, "{\"error\":{\"message\":\"IllegalStateException: disk \\\"full\\\"\","
            + "\"code\":\"unexpected\","
            + "\"exit\":1}}" + System.lineSeparator(), ""), run);
    }

    @Test
    void onlyTheFlagItselfAsksForJson() {
        for (String word : List.of("--json", "--json=true", "--json=YES")) assertTrue(JsonErrors.wanted(List.of(word)));
        for (List<String> words : List.of(List.of("--no-json"), List.of("--json=false"), List.of("--json", "false"),
            List.of("--", "--json"), List.of("json"), List.of("--json", "--no-json"))) {
            assertFalse(JsonErrors.wanted(words), words.toString());
        }
    }
}
