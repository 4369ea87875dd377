package llmrouter.demo;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.protocol.Protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class HarmlessToolTest {
    private static final Json.Obj SCHEMA = Json.object().put("type", "object");

    private static Conversation conversation(List<Json> messages, Json choice, String... tools) {
        var definitions = Json.array();
        for (String tool : tools) {
            definitions.add(Json.object().put("type", "function").put("function",
                Json.object().put("name", tool).put("parameters", SCHEMA)));
        }
        var body = Json.object().put("model", "tools").put("messages", Json.array(messages.toArray(Json[]::new)))
            .put("tools", definitions);
        if (choice != null) body.put("tool_choice", choice);
        return Protocol.of(Format.OPENAI).readRequest(body, new Losses());
    }

    private static Json user(String text) {
        return Json.object().put("role", "user").put("content", text);
    }

    private static String chosen(Json choice, String... tools) {
        var tool = HarmlessTool.of(conversation(List.of(user("hello")), choice, tools));
        return tool == null ? null : tool.name();
    }

    @Test
    void anAgentIsNeverAskedToActOnlyToRead() {
        assertEquals("Read", chosen(null, "Agent", "Bash", "Edit", "ExitPlanMode", "NotebookEdit", "Read", "Skill",
            "TaskList", "TaskOutput", "ToolSearch", "WebFetch", "WebSearch", "Write", "CronList", "ScheduleWakeup"));
        assertEquals("Glob", chosen(null, "Agent", "Read", "Glob", "Grep"));
        assertEquals("get_goal", chosen(null, "exec_command", "write_stdin", "request_user_input", "view_image",
            "get_goal", "update_goal", "update_plan", "list_mcp_resources", "apply_patch", "spawn_agent"));
        assertEquals("read", chosen(null, "bash", "edit", "read", "task", "todowrite", "webfetch", "write"));
    }

    @Test
    void withNothingThatReadsNoToolIsCalledIfAnyActs() {
        assertNull(chosen(null, "Agent"));
        assertNull(chosen(null, "Artifact", "Bash"));
        assertNull(chosen(null, "Task", "Write", "run_command", "RunTerminalCommand"));
        assertNull(chosen(null));
    }

    @Test
    void aToolWhoseNameSaysNothingIsCalledIfNoneActs() {
        assertEquals("dice", chosen(null, "dice", "coin"));
        assertEquals("get_weather", chosen(null, "dice", "get_weather"));
    }

    @Test
    void theWishOfTheClientCountsUnlessItIsHarmful() {
        assertNull(chosen(Json.of("none"), "read"));
        assertEquals("read", chosen(Json.of("required"), "bash", "read"));
        Json dice = Json.object().put("type", "function").put("function", Json.object().put("name", "dice"));
        assertEquals("dice", chosen(dice, "read", "dice"));
        Json bash = Json.object().put("type", "function").put("function", Json.object().put("name", "bash"));
        assertNull(chosen(bash, "read", "bash"));
    }

    @Test
    void aConversationHasOneCallHoweverLongItGoesOn() {
        var call = Json.object().put("id", "c1").put("type", "function").put("function",
            Json.object().put("name", "read").put("arguments", "{}"));
        var messages = new ArrayList<>(List.of(user("hello"),
            Json.object().put("role", "assistant").put("tool_calls", Json.array(call)),
            Json.object().put("role", "tool").put("tool_call_id", "c1").put("content", "text")));
        assertNull(HarmlessTool.of(conversation(messages, null, "read")));
        messages.add(Json.object().put("role", "assistant").put("content", "The tool says: text"));
        messages.add(user("and now?"));
        assertNull(HarmlessTool.of(conversation(messages, Json.of("required"), "read")));
    }
}
