package llmrouter.server;

import java.util.List;

import llmrouter.scripted.ScriptedUpstream.Script;

/// Requests and answers in both formats, with the same words in each: the answer says `Hello wörld`.
public final class Samples {
    public static final String CHAT = "/v1/chat/completions";
    public static final String MESSAGES = "/v1/messages";
    public static final String RESPONSES = "/v1/responses";

    public static final String CHAT_ANSWER = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
        "message":{"role":"assistant",\
        "content":"Hello wörld"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2,\
        "total_tokens":7}}""";
    static final String MESSAGES_ANSWER = """
        {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Hello wörld"}],\
        "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":5,"output_tokens":2}}""";

    private Samples() {}

    public static String chat(boolean stream) {
        return "{\"model\":\"p/m\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    public static String messages(boolean stream) {
        return "{\"model\":\"p/m\",\"max_tokens\":9,\"stream\":" + stream
            + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    /// A request in the format of its path.
    public static String request(String path, boolean stream) {
        return path.equals(MESSAGES) ? messages(stream) : chat(stream);
    }

    public static String answer(String format) {
        return format.equals("claude") ? MESSAGES_ANSWER : CHAT_ANSWER;
    }

    /// One piece of text as an event of the format.
    public static String delta(String format, String text) {
        return format.equals("claude")
            ? "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                + "\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}}\n\n"
            : "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text
                + "\"},\"finish_reason\":null}]}\n\n";
    }

    /// What comes before the first piece of text.
    public static String opening(String format) {
        return format.equals("claude")
            ? """
                event: message_start
                data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m",\
                "content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":5,"output_tokens":1}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                """
            : """
                data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m",\
                "choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

                """;
    }

    /// What comes after the last piece of text.
    public static String closing(String format) {
        return format.equals("claude")
            ? """
                event: content_block_stop
                data: {"type":"content_block_stop","index":0}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},\
                "usage":{"output_tokens":2}}

                event: message_stop
                data: {"type":"message_stop"}

                """
            : """
                data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m",\
                "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

                data: [DONE]

                """;
    }

    /// A whole good stream.
    public static String stream(String format) {
        return opening(format) + delta(format, "Hello ") + delta(format, "world") + closing(format);
    }

    /// Answers streamed and whole requests alike with the sample of the format.
    public static Script good(String format) {
        return wire -> {
            if (!wire.request().body().contains("\"stream\":true")) {
                wire.json(200, answer(format));
            } else {
                String body = stream(format);
                wire.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: " + body.length()
                    + "\r\n\r\n" + body);
            }
        };
    }

    /// Words that only a complete stream has; a client that finds one believes it got everything.
    static final List<String> ENDS = List.of("[DONE]", "message_stop", "\"finish_reason\":\"stop\"",
        "\"stop_reason\":\"end_turn\"");
}
