package llmrouter.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KnownClientTest {
    private static final GatewayAccess OPEN = new GatewayAccess("http://127.0.0.1:8787", null, "work");
    private static final GatewayAccess KEYED = new GatewayAccess("http://127.0.0.1:8787", "gw_key", "work");

    private static String text(KnownClient client, GatewayAccess access) {
        return String.join("\n", client.setup(access).text());
    }

    /// The row that the README must have for a client.
    private static String row(ClientSetup setup) {
        var cell = new StringBuilder();
        if (setup.file() == null) {
            String words = String.join(" ", setup.environment())
                + (setup.command() == null ? "" : " " + setup.command());
            cell.append('`').append(words.strip()).append('`');
        } else {
            cell.append("in `").append(setup.file()).append("`: ");
            cell.append(String.join(" and ", setup.lines().stream().map(line -> "`" + line + "`").toList()));
            for (String variable : setup.environment()) cell.append("; in the environment `").append(variable)
                .append('`');
        }
        if (setup.inCode() != null) cell.append(", ").append(setup.inCode());
        return "| " + setup.name() + " | " + cell + " |";
    }

    @Test
    void theReadmesTableIsThisTable() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int begin = readme.indexOf("<!-- clients");
        assertTrue(begin > 0, "the README marks its table of clients");
        String table = readme.substring(readme.indexOf("-->", begin) + 3, readme.indexOf("<!-- /clients -->"));
        List<String> rows = table.lines().map(String::strip).filter(line -> !line.isEmpty()).skip(2).toList();
        assertEquals(Stream.of(KnownClient.values()).map(client -> row(client.setup(OPEN))).toList(), rows);
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
    void whatGoesIntoAFileStandsOnLinesOfItsOwn() {
        assertEquals(List.of("Codex, in ~/.codex/config.toml, with OPENAI_API_KEY=gw_key:",
            "  openai_base_url = \"http://127.0.0.1:8787/v1\"",
            "  model = \"work\""), KnownClient.CODEX.setup(KEYED).text());
    }

    @Test
    void theFileOfOpenCodeIsJsonThatNamesTheModelTwice() {
        var file = (Json.Obj) Json.parse(KnownClient.OPENCODE.setup(OPEN).lines().getFirst());
        assertEquals("llm-router/work", file.text("model"));
        var models = file.object("provider").object("llm-router").object("models");
        assertEquals(List.of("work"), new ArrayList<>(models.members().keySet()));
    }
}
