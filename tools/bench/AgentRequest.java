import java.util.Random;

import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;

/// A request as a coding agent sends it, about 100 KB: long instructions, 25 tools with schemas, a conversation full
/// of source code, and the event stream that answers it. Always the same text.
final class AgentRequest {
    private static final String[] WORDS = {
        "file", "read", "the", "function", "returns", "when", "tests", "fail", "path", "a", "change", "only", "what", "is",
        "asked", "for", "output", "of", "command", "in", "directory", "and", "report", "line", "before", "editing",
        "user", "never", "use", "absolute"};
    private static final String[] CODE = {
        "\tif (name.equals(\"main\")) {\n", "        return \"C:\\\\temp\\\\\" + index;\n", "    // größer als erwartet\n",
        "    }\n", "import java.util.List;\n", "  var total = items.stream().mapToInt(Item::size).sum();\n", "\n",
        "def run(self, *args):\n", "    raise ValueError(f\"bad value: {args!r}\")\n"};

    private final Random random = new Random(1);

    private AgentRequest() {}

    static String text() {
        return new AgentRequest().request().toString();
    }

    /// About 100 KB of small text deltas.
    static String stream() {
        var agent = new AgentRequest();
        var out = new StringBuilder();
        while (out.length() < 100_000) {
            Json delta = Json.object().put("type", "content_block_delta").put("index", 0)
                .put("delta", Json.object().put("type", "text_delta").put("text", agent.words(2)));
            out.append("event: content_block_delta\ndata: ").append(delta).append("\n\n");
        }
        return out.toString();
    }

    private Obj request() {
        var tools = Json.array();
        for (int i = 0; i < 25; i++) tools.add(tool(i));
        return Json.object().put("model", "an-agent-model").put("max_tokens", 32_000).put("stream", true)
            .put("system", Json.array(text(words(900)).put("cache_control", Json.object().put("type", "ephemeral")),
                text(words(1500))))
            .put("tools", tools).put("messages", messages());
    }

    private Obj tool(int number) {
        var properties = Json.object();
        var required = Json.array();
        for (int i = 0; i < 5; i++) {
            String type = i == 3 ? "integer" : "string";
            properties.put("property_" + i, Json.object().put("type", type).put("description", words(12)));
            if (i < 2) required.add(Json.of("property_" + i));
        }
        return Json.object().put("name", "Tool" + number)
            .put("description", words(100) + "\n\nUsage:\n- \"quoted\" " + words(40))
            .put("input_schema", Json.object().put("type", "object").put("properties", properties)
                .put("required", required).put("additionalProperties", false)
                .put("$schema", "https://json-schema.org/draft/2020-12/schema"));
    }

    private Arr messages() {
        var messages = Json.array(message("user", text(words(60))));
        for (int i = 0; i < 24; i++) {
            Obj input = Json.object().put("file_path", "/home/user/project/src/Main.java").put("offset", i * 100);
            messages.add(message("assistant", text("I will look — " + words(20)),
                Json.object().put("type", "tool_use").put("id", "toolu_" + i).put("name", "Tool" + i)
                    .put("input", input)));
            messages.add(message("user",
                Json.object().put("type", "tool_result").put("tool_use_id", "toolu_" + i).put("content", code(40))));
        }
        return messages;
    }

    private static Obj message(String role, Json... parts) {
        return Json.object().put("role", role).put("content", Json.array(parts));
    }

    private static Obj text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    private String words(int count) {
        var out = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String before = i % 17 == 0 ? ".\n" : " ";
            out.append(i == 0 ? "" : before).append(WORDS[random.nextInt(WORDS.length)]);
        }
        return out.toString();
    }

    private String code(int lines) {
        var out = new StringBuilder();
        for (int i = 1; i <= lines; i++) out.append(i).append("\u2192").append(CODE[random.nextInt(CODE.length)]);
        return out.toString();
    }
}
