package llmrouter.server.shapes;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Format;
import llmrouter.json.Json;

/// The same answer of a provider in every format and shape: the text `Hello wörld`, a call of `save`, five tokens in
/// and seven out. Tests change it by its events or by its text.
final class ShapeBodies {
    static final String ARGUMENTS = "{\"path\":\"/tmp/important/x\"}";
    private static final String[] PIECES = {"{\\\"path\\\":\\\"/tmp/", "important/", "x\\\"}"};
    private static final String CHAT_USAGE =
        "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}";

    private ShapeBodies() {}

    static String whole(Format format) {
        return switch (format) {
            case OPENAI -> """
                {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m","system_fingerprint":"fp_1",\
                "choices":[{"index":0,"message":{"role":"assistant","content":"Hello wörld","tool_calls":[{\
                "id":"call_1","type":"function","function":{"name":"save",\
                "arguments":"{\\"path\\":\\"/tmp/important/x\\"}"}}]},\
                "finish_reason":"tool_calls"}],""" + CHAT_USAGE + "}";
            case CLAUDE -> """
                {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text",\
                "text":"Hello wörld"},{"type":"tool_use","id":"call_1","name":"save",\
                "input":{"path":"/tmp/important/x"}}],"stop_reason":"tool_use","stop_sequence":null,\
                "usage":{"input_tokens":5,"output_tokens":7}}""";
            case RESPONSES -> response("completed", "[" + message("completed") + "," + call("completed") + "]");
        };
    }

    private static String response(String status, String output) {
        return """
            {"id":"resp_1","object":"response","created_at":1,"model":"m","status":"%s","output":%s,\
            "usage":{"input_tokens":5,"input_tokens_details":{"cached_tokens":0},"output_tokens":7,\
            "output_tokens_details":{"reasoning_tokens":0},"total_tokens":12}}""".formatted(status, output);
    }

    private static String message(String status) {
        return """
            {"type":"message","id":"msg_1","role":"assistant","status":"%s","content":[{"type":"output_text",\
            "text":"Hello wörld","annotations":[]}]}""".formatted(status);
    }

    private static String call(String status) {
        return """
            {"type":"function_call","id":"fc_1","call_id":"call_1","name":"save","status":"%s",\
            "arguments":"{\\"path\\":\\"/tmp/important/x\\"}"}""".formatted(status);
    }

    /// The data of the stream's events; of Chat Completions with `[DONE]`.
    static List<String> events(Format format) {
        return switch (format) {
            case OPENAI -> chat();
            case CLAUDE -> messages();
            case RESPONSES -> responses();
        };
    }

    private static String chunk(String delta, String finish) {
        return """
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,\
            "delta":%s,"finish_reason":%s}]}""".formatted(delta, finish);
    }

    private static List<String> chat() {
        var events = new ArrayList<String>();
        events.add(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        events.add(chunk("{\"content\":\"Hello \"}", "null"));
        events.add(chunk("{\"content\":\"wörld\"}", "null"));
        events.add(chunk("""
            {"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"save","arguments":""}}]}""",
            "null"));
        for (String piece : PIECES) {
            events.add(chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"" + piece + "\"}}]}",
                "null"));
        }
        events.add(chunk("{}", "\"tool_calls\""));
        events.add("""
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"""
            + CHAT_USAGE + "}");
        events.add("[DONE]");
        return events;
    }

    private static List<String> messages() {
        var events = new ArrayList<String>();
        events.add("""
            {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m",\
            "content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":5,"output_tokens":1}}}""");
        events.add("""
            {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
        for (String words : new String[] {"Hello ", "wörld"}) {
            events.add("{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\""
                + words + "\"}}");
        }
        events.add("{\"type\":\"content_block_stop\",\"index\":0}");
        events.add("""
            {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"call_1","name":"save",\
            "input":{}}}""");
        for (String piece : PIECES) {
            events.add("{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\","
                + "\"partial_json\":\"" + piece + "\"}}");
        }
        events.add("{\"type\":\"content_block_stop\",\"index\":1}");
        events.add("""
            {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},\
            "usage":{"output_tokens":7}}""");
        events.add("{\"type\":\"message_stop\"}");
        return events;
    }

    private static List<String> responses() {
        var events = new ArrayList<String>();
        events.add("{\"type\":\"response.created\",\"response\":" + response("in_progress", "[]") + "}");
        events.add("""
            {"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":"msg_1",\
            "role":"assistant","status":"in_progress","content":[]}}""");
        for (String words : new String[] {"Hello ", "wörld"}) {
            events.add("{\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\",\"output_index\":0,"
                + "\"content_index\":0,\"delta\":\"" + words + "\"}");
        }
        events.add("{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + message("completed") + "}");
        events.add("""
            {"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","id":"fc_1",\
            "call_id":"call_1","name":"save","status":"in_progress","arguments":""}}""");
        for (String piece : PIECES) {
            events.add("{\"type\":\"response.function_call_arguments.delta\",\"item_id\":\"fc_1\",\"output_index\":1,"
                + "\"delta\":\"" + piece + "\"}");
        }
        events.add("{\"type\":\"response.output_item.done\",\"output_index\":1,\"item\":" + call("completed") + "}");
        events.add("{\"type\":\"response.completed\",\"response\":" + whole(Format.RESPONSES) + "}");
        return events;
    }

    /// The whole answer's parts as complete events, without deltas.
    static List<String> wholeItems(Format format) {
        return switch (format) {
            case OPENAI -> List.of("""
                {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,\
                "message":{"role":"assistant","content":"Hello wörld","tool_calls":[{"index":0,"id":"call_1",\
                "type":"function","function":{"name":"save","arguments":"{\\"path\\":\\"/tmp/important/x\\"}"}}]},\
                "finish_reason":"tool_calls"}],""" + CHAT_USAGE + "}", "[DONE]");
            case CLAUDE -> {
                List<String> events = messages();
                yield List.of(events.getFirst(), """
                    {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Hello wörld"}}""",
                    events.get(4), """
                    {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"call_1",\
                    "name":"save","input":{"path":"/tmp/important/x"}}}""",
                    events.get(9), events.get(10), events.get(11));
            }
            case RESPONSES -> {
                List<String> events = responses();
                yield List.of(events.getFirst(), events.get(4), events.get(9), events.getLast());
            }
        };
    }

    /// An answer with no part and no token, as a stream's events.
    static List<String> nothing(Format format) {
        return switch (format) {
            case OPENAI -> List.of(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
                chunk("{}", "\"stop\""), "[DONE]");
            case CLAUDE -> List.of("""
                {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m",\
                "content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"output_tokens":0}}}""",
                """
                {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},\
                "usage":{"output_tokens":0}}""", "{\"type\":\"message_stop\"}");
            case RESPONSES -> List.of("{\"type\":\"response.created\",\"response\":" + emptyResponse("in_progress")
                + "}", "{\"type\":\"response.completed\",\"response\":" + emptyResponse("completed") + "}");
        };
    }

    static String wholeNothing(Format format) {
        return switch (format) {
            case OPENAI -> """
                {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
                "message":{"role":"assistant","content":""},"finish_reason":"stop"}]}""";
            case CLAUDE -> """
                {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":"end_turn",\
                "stop_sequence":null,"usage":{"input_tokens":0,"output_tokens":0}}""";
            case RESPONSES -> emptyResponse("completed");
        };
    }

    private static String emptyResponse(String status) {
        return """
            {"id":"resp_1","object":"response","created_at":1,"model":"m","status":"%s","output":[],"usage":null}"""
            .formatted(status);
    }

    /// An error where the format has its answer: in a choice, in a message, in a response.
    static String errorInside(Format format) {
        String error = "{\"code\":502,\"message\":\"Upstream model crashed\"}";
        return switch (format) {
            case OPENAI -> """
                {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,\
                "delta":{"content":""},"error":%s,"finish_reason":"error"}]}""".formatted(error);
            case CLAUDE -> """
                {"type":"message_delta","delta":{"stop_reason":"end_turn"},"error":%s}""".formatted(error);
            case RESPONSES -> "{\"type\":\"response.failed\",\"response\":{\"id\":\"resp_1\",\"status\":\"failed\","
                + "\"output\":[],\"error\":" + error + "}}";
        };
    }

    static String wholeErrorInside(Format format) {
        String error = "{\"code\":502,\"message\":\"Upstream model crashed\"}";
        return switch (format) {
            case OPENAI -> """
                {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
                "message":{"role":"assistant","content":""},"error":%s,"finish_reason":"error"}]}""".formatted(error);
            case CLAUDE -> """
                {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"error":%s}"""
                .formatted(error);
            case RESPONSES -> """
                {"id":"resp_1","object":"response","status":"failed","output":[],"error":%s}""".formatted(error);
        };
    }

    /// Events as the format's vendor sends them.
    static String encoded(List<String> events) {
        var out = new StringBuilder();
        for (String data : events) out.append(encoded(data)).append("\n\n");
        return out.toString();
    }

    /// One event without the line ends behind it.
    static String encoded(String data) {
        int type = data.indexOf("{\"type\":\"");
        if (type != 0) return "data: " + data;
        return "event: " + data.substring(9, data.indexOf('"', 9)) + "\ndata: " + data;
    }

    /// Whether an argument's text means the arguments of the call.
    static boolean isArguments(String text) {
        return Json.parse(text).toString().equals(ARGUMENTS);
    }
}
