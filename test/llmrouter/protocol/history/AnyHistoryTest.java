package llmrouter.protocol.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.Target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/// Whatever stands in earlier turns, in whatever form, a request is not refused because of it. (A reference to an
/// answer that the gateway never gave is another matter: see `EarlierItems`.) The test takes a conversation that has
/// every kind of piece, damages it at random places, and has it translated to every format.
class AnyHistoryTest {
    private static final int RUNS = 600;
    private static final String MESSAGES = """
        {"model":"m","max_tokens":99,"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],
        "tools":[{"name":"f","input_schema":{"type":"object","properties":{}}}],"messages":[
        {"role":"user","content":[{"type":"text","text":"a"},{"type":"image","source":{"type":"base64",
        "media_type":"image/png","data":"AAAA"}},{"type":"document","title":"t","source":{"type":"content","content":
        [{"type":"text","text":"d"}]}},{"type":"search_result","title":"t","source":"u","content":[{"type":"text",
        "text":"r"}],"citations":{"enabled":true}},{"type":"container_upload","file_id":"x"}]},
        {"role":"system","content":[{"type":"tool_addition","tool":{"type":"tool_definition","definition":{"name":"g",
        "input_schema":{"type":"object","properties":{}}}}},{"type":"tool_removal","tool":{"type":"tool_reference",
        "name":"f"}},{"type":"text","text":"x"}],"output_config":{"effort":"low"},"clear_at":"next_user_message"},
        {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"redacted_thinking",
        "data":"x"},{"type":"tool_use","id":"t0","name":"f","input":{}},{"type":"fallback","from":{"model":"a"},
        "to":{"model":"b"}},{"type":"text","text":"b","citations":[]},{"type":"server_tool_use","id":"s1",
        "name":"web_search","input":{}},{"type":"web_search_tool_result","tool_use_id":"s1","content":[{"type":
        "web_search_result","title":"t","url":"https://example.org"}]},{"type":"tool_search_tool_result","tool_use_id":
        "s2","content":{"type":"x","tool_references":[{"type":"tool_reference","tool_name":"f"}]}},{"type":"tool_use",
        "id":"t1","name":"f","input":{"a":1},"caller":{"type":"direct"}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","is_error":false,"content":[{"type":"text",
        "text":"r"},{"type":"tool_reference","tool_name":"f"},{"type":"browser_state","tabs":[]}]}]},
        {"role":"assistant","content":[{"type":"compaction","content":"c","tool_changes":[{"type":"tool_addition",
        "tool":{"type":"tool_reference","name":"f"}}]},{"type":"text","text":"z"}]},
        {"role":"user","content":"more"}]}""";
    private static final String CHAT = """
        {"model":"m","messages":[{"role":"system","content":[{"type":"text","text":"s"}]},
        {"role":"user","name":"u","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},
        {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}},{"type":"input_audio",
        "input_audio":{"data":"AAAA","format":"wav"}},{"type":"file","file":{"filename":"f.pdf","file_data":
        "data:application/pdf;base64,AAAA"}}]},
        {"role":"assistant","content":[{"type":"text","text":"b"},{"type":"refusal","refusal":"no"}],"refusal":null,
        "reasoning_content":"t","annotations":[],"audio":{"id":"x"},"tool_calls":[{"id":"c1","type":"function",
        "function":{"name":"f","arguments":"{}"}},{"id":"c2","type":"custom","custom":{"name":"g","input":"x"}}]},
        {"role":"tool","tool_call_id":"c1","content":[{"type":"text","text":"r"}]},
        {"role":"tool","tool_call_id":"c2","content":"r"},
        {"role":"assistant","content":null,"function_call":{"name":"h","arguments":"{}"}},
        {"role":"function","name":"h","content":"r"},
        {"role":"assistant","content":"z"},{"role":"user","content":"more"}]}""";
    private static final String RESPONSES = """
        {"model":"m","store":false,"input":[{"role":"developer","content":"s"},
        {"type":"message","role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":
        "data:image/png;base64,AAAA"},{"type":"input_file","filename":"f.pdf","file_data":
        "data:application/pdf;base64,AAAA"}]},
        {"type":"additional_tools","role":"developer","tools":[{"type":"function","name":"f","parameters":{}}]},
        {"type":"reasoning","summary":[{"type":"summary_text","text":"t"}],"encrypted_content":"x"},
        {"type":"message","role":"assistant","content":[{"type":"output_text","text":"b","annotations":[]},{"type":
        "refusal","refusal":"no"}]},
        {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
        {"type":"custom_tool_call","call_id":"c2","name":"g","input":"x"},
        {"type":"local_shell_call","call_id":"c3","status":"completed","action":{"type":"exec","command":
        ["ls"],"env":{}}},
        {"type":"shell_call","call_id":"c4","action":{"commands":["ls"]}},
        {"type":"tool_search_call","call_id":"c5","execution":"client","arguments":{"query":"q"}},
        {"type":"apply_patch_call","call_id":"c6","status":"completed","operation":{"type":"delete_file","path":"p"}},
        {"type":"function_call_output","call_id":"c1","output":[{"type":"input_text","text":"r"}]},
        {"type":"custom_tool_call_output","call_id":"c2","output":"r"},
        {"type":"local_shell_call_output","call_id":"c3","output":"r"},
        {"type":"shell_call_output","call_id":"c4","output":[{"stdout":"o","stderr":"","outcome":{"type":"exit",
        "exit_code":0}}]},
        {"type":"tool_search_output","call_id":"c5","execution":"client","tools":[{"type":"namespace","name":"n",
        "description":"","tools":[{"type":"function","name":"h","parameters":{}}]}]},
        {"type":"apply_patch_call_output","call_id":"c6","status":"failed","output":"r"},
        {"type":"configuration_update","reasoning":{"effort":"low"},"text":{"format":{"type":"text"}}},
        {"type":"web_search_call","status":"completed","action":{"type":"search","query":"q"}},
        {"type":"mcp_call","name":"f","server_label":"s","arguments":"{}","output":"r"},
        {"type":"message","role":"assistant","content":"z"},{"role":"user","content":"more"}]}""";

    private static String base(Format format) {
        return switch (format) {
            case CLAUDE -> MESSAGES;
            case OPENAI -> CHAT;
            case RESPONSES -> RESPONSES;
        };
    }

    private static String turns(Format format) {
        return format == Format.RESPONSES ? "input" : "messages";
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void noDamageInTheHistoryIsAReasonToRefuse(Format format) {
        var random = new Random(20261129 + format.ordinal());
        for (int run = 0; run < RUNS; run++) {
            var body = (Json.Obj) Json.parse(base(format));
            List<Json> turns = body.items(turns(format));
            Json asked = turns.removeLast();
            for (int i = random.nextInt(3); i >= 0; i--) damage(body, turns, random, run);
            turns.add(asked);
            for (Format to : Format.values()) translated(format, to, body);
        }
    }

    private static void damage(Json.Obj body, List<Json> turns, Random random, int run) {
        boolean system = body.get("system") instanceof Json.Arr && random.nextInt(20) == 0;
        change(system ? body.items("system") : turns, random, run);
    }

    /// Goes down to a random place, and changes, removes or adds what stands there.
    private static void change(List<Json> list, Random random, int run) {
        if (list.isEmpty() || random.nextInt(8) == 0) {
            list.add(random.nextInt(list.size() + 1), odd(random, run));
            return;
        }
        int at = random.nextInt(list.size());
        switch (list.get(at)) {
            case Json.Obj o when random.nextInt(6) > 0 -> change(o, random, run);
            case Json.Arr a when random.nextInt(6) > 0 -> change(a.items(), random, run);
            case Json _ -> list.set(at, odd(random, run));
        }
    }

    private static void change(Json.Obj object, Random random, int run) {
        Map<String, Json> members = object.members();
        if (members.isEmpty()) return;
        String name = List.copyOf(members.keySet()).get(random.nextInt(members.size()));
        switch (members.get(name)) {
            case Json.Obj o when random.nextInt(3) > 0 -> change(o, random, run);
            case Json.Arr a when random.nextInt(4) > 0 -> change(a.items(), random, run);
            case Json _ when random.nextInt(4) == 0 -> members.remove(name);
            case Json _ -> members.put(name, odd(random, run));
        }
    }

    private static Json odd(Random random, int run) {
        return switch (random.nextInt(12)) {
            case 0 -> Json.Null.NULL;
            case 1 -> Json.of(true);
            case 2 -> Json.of(7);
            case 3 -> Json.of("");
            case 4 -> Json.array();
            case 5 -> Json.object();
            case 6 -> Json.array(Json.of("word"), Json.of(1), Json.object());
            case 7 -> Json.object().put("type", "future_" + run).put("text", "word");
            case 8 -> Json.object().put("type", "future_" + run).put("data", "AAAA");
            case 9 -> Json.object().put("type", new String[] {"text", "image", "tool_use", "thinking", "function_call",
                "tool_result", "reasoning", "message", "compaction", "tool_reference"}[random.nextInt(10)]);
            case 10 -> Json.object().put("role", "future_" + run).put("content", "word");
            default -> Json.of("future_" + run);
        };
    }

    private static void translated(Format from, Format to, Json.Obj body) {
        String text = body.toString();
        try {
            var losses = new Losses();
            var conversation = Protocol.of(from).readRequest((Json.Obj) Json.parse(text), losses);
            Protocol.of(to).writeRequest(conversation, new Target("m", null, null, Set.of()), losses);
        } catch (RuntimeException e) {
            fail(from + " to " + to + ": " + e.getMessage() + "\n" + text, e);
        }
    }

    /// At each place where a piece may stand, a piece of an unknown type is carried, or named by its type.
    @ParameterizedTest
    @EnumSource(Format.class)
    void aPieceOfUnknownTypeIsCarriedOrNamed(Format format) {
        int places = lists(((Json.Obj) Json.parse(base(format))).items(turns(format))).size();
        assertTrue(places > 3, "only " + places + " places");
        for (int place = 0; place < places; place++) {
            for (boolean words : new boolean[] {true, false}) {
                var body = (Json.Obj) Json.parse(base(format));
                List<Json> list = lists(body.items(turns(format))).get(place);
                var piece = Json.object().put("type", "hologram").put(words ? "text" : "data", "wonderful");
                list.add(list.size() - (place == 0 ? 1 : 0), piece);
                if (format == Format.CLAUDE) unchanged(body.items("messages"));
                var losses = new Losses();
                var conversation = Protocol.of(format).readRequest(body, losses);
                String said = conversation.toString();
                assertTrue(losses.line().contains("hologram"), body + "\n" + losses.line());
                assertEquals(words, said.contains("wonderful"), body + "\n" + said);
            }
        }
    }

    /// Takes out what would hide other turns: the end of a system text, and a summary.
    private static void unchanged(List<Json> messages) {
        ((Json.Obj) messages.get(1)).members().remove("clear_at");
        ((Json.Obj) messages.get(4)).items("content").removeFirst();
    }

    /// The list of turns, and the contents and outputs in it.
    private static List<List<Json>> lists(List<Json> turns) {
        var lists = new ArrayList<List<Json>>();
        lists.add(turns);
        for (Json turn : turns.subList(0, turns.size() - 1)) {
            for (String member : new String[] {"content", "output"}) {
                if (!(turn instanceof Json.Obj o) || !(o.get(member) instanceof Json.Arr list)) continue;
                if (!"shell_call_output".equals(o.text("type"))) lists.add(list.items());
                for (Json block : list.items()) {
                    boolean result = block instanceof Json.Obj b && "tool_result".equals(b.text("type"));
                    if (result) lists.add(((Json.Obj) block).items("content"));
                }
            }
        }
        return lists;
    }

    @Test
    void whatTheUserAsksAboutNowIsRefusedByName() {
        for (Format format : Format.values()) {
            var body = (Json.Obj) Json.parse(base(format));
            var piece = Json.object().put("type", "hologram").put("text", "wonderful");
            ((Json.Obj) body.items(turns(format)).getLast()).put("content", Json.array(piece));
            var error = assertThrows(GatewayError.class, () -> Protocol.of(format).readRequest(body, new Losses()));
            assertTrue(error.getMessage().contains("'hologram'"), error.getMessage());
        }
    }

    /// The results of the last calls are new, but the user does not ask about them.
    @Test
    void aResultInTheNewTurnIsNotRefused() {
        var losses = new Losses();
        var body = (Json.Obj) Json.parse("""
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"},{"role":"assistant","content":[
            {"type":"tool_use","id":"t","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result",
            "tool_use_id":"t","content":[{"type":"hologram","text":"wonderful"}]},{"type":"tool_result",
            "content":"nameless"}]}]}""");
        String said = Protocol.of(Format.CLAUDE).readRequest(body, losses).toString();
        assertTrue(said.contains("wonderful") && said.contains("nameless"), said);
        assertFalse(losses.isEmpty());
    }
}
