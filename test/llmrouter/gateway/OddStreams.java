package llmrouter.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import llmrouter.config.Format;

/// Streams of any provider, good and bad, made by chance: long runs of events that are alike but for their words, with
/// everything between them that has been seen or can be thought of. The same seed gives the same stream.
final class OddStreams {
    private static final String[] WORDS = {" Hello", " world", "a", " ", ".", ":", ",", "content", "text", "assistant",
        "m", "é", "漢字", "😀", "\\n", "\\\"quoted\\\"", "\\u00e9", "\\ud83d\\ude00", "\\ud800", "\\/", "{\\\"a\\\":", "",
        "compaction", "\\\"encrypted_content\\\"", "[DONE]", "data: x", "\u007F", "\u2028", "sk-secret-of-a",
        "sk-secret-of-c"};
    /// No JSON strings, or not strictly so.
    private static final String[] BROKEN = {"\t", "\\x", "\\u12", "\\", "\u0001", "\n", "\r", "\r\n", "\n\n", "\"",
        "\",\"x\":\"", "\u0000"};
    private static final String[] BYTES = {"\u00C3", "\u00A9", "\u00FF", "\u00C0\u0080", "\u00E6\u00BC",
        "\u00ED\u00A0\u0080"};

    private final Format format;
    private final boolean bytes;
    private final Random random;
    private long number = 3;

    /// @param bytes whether the stream has one character per byte
    OddStreams(Format format, boolean bytes, long seed) {
        this.format = format;
        this.bytes = bytes;
        random = new Random(seed);
    }

    /// The blocks of a stream.
    List<String> next() {
        var events = new ArrayList<String>(start());
        if (chance(20)) {
            events.addFirst(bytes ? "\u00EF\u00BB\u00BF" + events.removeFirst() : "\uFEFF" + events.removeFirst());
        }
        String kind = frame();
        int count = 4 + random.nextInt(24);
        for (int i = 0; i < count; i++) {
            if (chance(6)) kind = frame();
            String event = said(kind);
            if (chance(20)) event = mutated(event);
            if (chance(16)) event = between();
            events.add(event);
        }
        events.addAll(end());
        events.replaceAll(event -> event.replace("NUMBER", "1"));
        int style = random.nextInt(10);
        events.replaceAll(event -> switch (style < 5 ? style : style < 7 ? random.nextInt(6) : 5) {
            case 0 -> event.replace("\n", "\r\n");
            case 1 -> event.replace("\n", "\r");
            case 2 -> event.replace("\n\n", "\n");
            case 3 -> chance(2) ? event.replace("\n\n", "\n") : event;
            default -> event;
        });
        if (bytes) events.replaceAll(this::encoded);
        return events;
    }

    private boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }

    /// Mostly the usual.
    private String odd(String usual, String... odds) {
        return chance(6) ? one(odds) : usual;
    }

    /// An event of this kind, with other words.
    private String said(String kind) {
        String words = chance(50) ? one(BROKEN) : chance(2) ? " word" + number
            : one(WORDS) + (chance(3) ? one(WORDS) : "");
        if (bytes && chance(25)) words += "\uE000"; // a broken byte when it is encoded
        number += chance(15) ? 7 : 1;
        String padding = "x".repeat(random.nextInt(4)) + (chance(30) ? one(WORDS) : "");
        return kind.replace("WORDS", words).replace("NUMBER", chance(30) ? one("007", "1.5", "-3", "null", "1e2", "0")
            : Long.toString(number)).replace("PADDING", padding);
    }

    private String encoded(String event) {
        return Story.latin1(event).replace(Story.latin1("\uE000"), one(BYTES));
    }

    private String mutated(String event) {
        int at = random.nextInt(event.length());
        return switch (random.nextInt(6)) {
            case 0 -> event.substring(0, at) + event.substring(at + 1);
            case 1 -> event.substring(0, at) + one("\"", "\\", "{", "}", ",", " ", "\n", "\r", "x", ":", "é")
                + event.substring(at);
            case 2 -> event.replaceFirst("\\{", "{" + one("\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2},",
                "\"error\":{\"message\":\"boom\"},", "\"error\":null,", "\"content\":\"x\",", "\"index\":1,",
                "\"x\":NaN,", " "));
            case 3 -> one(": a comment\n", "id: 7\n", "retry: 5\n", "event: message_start\n", "event: error\n",
                "data:\n", "event:\n") + event;
            case 4 -> event.replace("\n\n", one("\n: c\n\n", "\nid: 3\n\n", "\ndata: {}\n\n", "\nevent: x\n\n",
                "\n\n\n", "\n"));
            default -> event.replace("null", one("\"stop\"", "\"length\"", "1", "[]", "{}", "\"\""));
        };
    }

    private String between() {
        return one(": comment\n\n", "data: ping\n\n", "event: ping\ndata: {\"type\":\"ping\"}\n\n", "data:\n\n",
            "id: 4\n\n", "data: {}\n\n", "data: [DONE]\n\n",
            "data: {\"error\":{\"message\":\"the key sk-secret-of-a broke\"}}\n\n",
            "data: {\"type\":\"x\",\"message\":\"words\"}\n\n", "data: null\n\n", "<html>\n\n",
            "event: error\ndata: down\n\n");
    }

    // ── The formats ──

    private List<String> start() {
        return switch (format) {
            case OPENAI -> List.of(Sent.ROLE);
            case CLAUDE -> {
                String start = Sent.START;
                String call = "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":1,"
                    + "\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"f\",\"input\":{}}}\n\n";
                String thinking = call.replace("\"index\":1", "\"index\":2")
                    .replace("tool_use\",\"id\":\"toolu_1\",\"name\":\"f\",\"input\":{}",
                        "thinking\",\"thinking\":\"\",\"signature\":\"\"");
                String stop = "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n";
                yield switch (random.nextInt(3)) {
                    case 0 -> List.of(start);
                    case 1 -> List.of(start, said(frameOf("text_delta", "text", 0)), stop, call, thinking);
                    default -> List.of(start, stop, thinking, call);
                };
            }
            case RESPONSES -> {
                String created = response("response.created", "\"response\":{\"id\":\"resp_1\",\"object\":\"response\","
                    + "\"model\":\"m\",\"status\":\"in_progress\",\"output\":[]}");
                String item = response("response.output_item.added", "\"output_index\":0,\"item\":" + item());
                String call = response("response.output_item.added", "\"output_index\":1,\"item\":"
                    + "{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"c1\",\"name\":\"f\","
                    + "\"arguments\":\"\"}");
                yield chance(3) ? List.of(created) : chance(2) ? List.of(created, item) : List.of(created, item, call);
            }
        };
    }

    private String item() {
        return one("{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"content\":[]}",
            "{\"type\":\"reasoning\",\"id\":\"msg_1\",\"summary\":[]}");
    }

    private List<String> end() {
        if (chance(6)) return List.of();
        return switch (format) {
            case OPENAI -> chance(2) ? List.of(Sent.STOP, Sent.DONE) : List.of(Sent.STOP, Sent.USAGE, Sent.DONE);
            case CLAUDE -> List.of(Sent.END, Sent.MESSAGE_STOP);
            case RESPONSES -> List.of(response("response.completed", "\"response\":{\"id\":\"resp_1\","
                + "\"status\":\"completed\",\"model\":\"m\",\"output\":["
                + (chance(2) ? "" : "{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\","
                + "\"content\":[{\"type\":\"output_text\",\"text\":\" Hello world\",\"annotations\":[]}]}")
                + "],\"usage\":{\"input_tokens\":3,\"output_tokens\":9}}"));
        };
    }

    /// An event in which only the words, a number and the padding differ from the next.
    private String frame() {
        String event = switch (format) {
            case OPENAI -> chat();
            case CLAUDE -> frameOf(odd("text_delta", "thinking_delta", "input_json_delta", "compaction_delta",
                "signature_delta", "citations_delta", "new_delta"), "", chance(4) ? random.nextInt(3) : 0);
            case RESPONSES -> pieces();
        };
        return chance(6) ? event.replace("\":", "\": ").replace(",\"", ", \"") : event;
    }

    private String chat() {
        String delta = odd("{\"content\":\"WORDS\"}", "{\"role\":\"assistant\",\"content\":\"WORDS\"}",
            "{\"content\":\"\",\"reasoning_content\":\"WORDS\"}",
            "{\"content\":null,\"reasoning\":\"WORDS\",\"tool_calls\":[]}",
            "{\"reasoning\":\"WORDS\",\"reasoning_content\":\"WORDS\"}", "{\"refusal\":\"WORDS\"}",
            "{\"content\":\"WORDS\",\"refusal\":null,\"tool_calls\":[],\"annotations\":[]}",
            "{\"content\":\"x\",\"content\":\"WORDS\"}", "{\"content\":\"WORDS\",\"content\":\"x\"}",
            "{\"reasoning\":\"WORDS\",\"reasoning_details\":"
                + "[{\"type\":\"reasoning.text\",\"text\":\"WORDS\",\"format\":\"f\"}]}",
            "{\"content\":[{\"type\":\"text\",\"text\":\"WORDS\"}]}",
            "{\"content\":\"WORDS\",\"reasoning_content\":\"y\"}",
            "{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"f\",\"arguments\":\"WORDS\"}}]}",
            "\"WORDS\"", "null", "{\"content\":\"WORDS\",\"extra_content\":{\"google\":{\"thought_signature\":\"s\"}}}",
            "{\"content\":\"WORDS\",\"annotations\":[{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"u\"}}]}");
        String choice = odd("\"index\":0,\"delta\":DELTA", "\"delta\":DELTA", "\"index\":1,\"delta\":DELTA",
            "\"index\":0,\"logprobs\":{\"content\":[{\"token\":\"x\",\"logprob\":-1}]},\"delta\":DELTA",
            "\"text\":\"WORDS\"",
            "\"index\":0,\"message\":DELTA", "\"index\":0,\"delta\":DELTA,\"message\":{\"content\":\"WORDS\"}",
            "\"index\":0,\"delta\":DELTA,\"logprobs\":null").replace("DELTA", delta) + odd(",\"finish_reason\":null",
            ",\"finish_reason\":\"\"", "", ",\"finish_reason\":\"stop\"", ",\"finish_reason\":\"tool_calls\"");
        String more = odd("", ",\"usage\":null", ",\"obfuscation\":\"PADDING\"",
            ",\"obfuscation\":\"PADDING\",\"sequence_number\":NUMBER",
            ",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}", ",\"content\":\"WORDS\"",
            ",\"x_groq\":{\"usage\":{\"prompt_tokens\":2}}",
            ",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"WORDS\"}}]");
        String choices = odd("{CHOICE}", "{CHOICE},{\"index\":1,\"delta\":{}}", "{CHOICE},{CHOICE}");
        return odd("", "event: x\n") + odd("data: ", "data:")
            + "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"model\":\"m\","
            + "\"choices\":[" + choices.replace("CHOICE", choice) + "]" + more + "}\n\n";
    }

    private String frameOf(String type, String member, int index) {
        String name = !member.isEmpty() ? member : switch (type) {
            case "text_delta" -> "text";
            case "thinking_delta" -> "thinking";
            case "input_json_delta" -> "partial_json";
            case "signature_delta" -> "signature";
            default -> "content";
        };
        String more = odd("", ",\"encrypted_content\":\"e\"", ",\"text\":\"y\"", ",\"index\":1");
        String beside = odd("", ",\"obfuscation\":\"PADDING\"", ",\"usage\":{\"output_tokens\":1}",
            ",\"message\":{\"model\":\"z\"}",
            ",\"content_block\":{\"type\":\"compaction\",\"encrypted_content\":\"e\"}",
            ",\"type\":\"content_block_delta\"");
        String value = chance(12) ? "{\"k\":\"WORDS\"}" : chance(20) ? "5" : "\"WORDS\"";
        return odd("event: content_block_delta\n", "", "event: message_start\n")
            + "data: {\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":{\"type\":\"" + type + "\","
            + "\"" + name + "\":" + value + more + "}" + beside + "}\n\n";
    }

    private String pieces() {
        String type = odd("response.output_text.delta", "response.refusal.delta",
            "response.reasoning_summary_text.delta", "response.reasoning_text.delta",
            "response.function_call_arguments.delta", "response.custom_tool_call_input.delta",
            "response.output_text.done", "response.function_call_arguments.done");
        String member = !type.endsWith("done") ? "delta" : type.contains("text") ? "text" : "arguments";
        String place = odd("\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0",
            "\"item_id\":\"fc_1\",\"output_index\":1", "", "\"output_index\":0", "\"item_id\":\"é\"",
            "\"item_id\":\"msg_1\",\"output_index\":0,\"summary_index\":1");
        String more = one("", ",\"logprobs\":[]", ",\"logprobs\":[],\"obfuscation\":\"PADDING\"",
            ",\"logprobs\":[{\"token\":\"x\",\"logprob\":-1}]",
            ",\"obfuscation\":\"PADDING\"", ",\"item\":{\"type\":\"compaction\",\"encrypted_content\":\"e\"}");
        String event = response(type, (place.isEmpty() ? "" : place + ",") + "\"" + member + "\":\"WORDS\"" + more);
        return chance(8) ? event.substring(event.indexOf("data:")) : event;
    }

    private String response(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + one("\"sequence_number\":NUMBER,", "",
            "\"sequence_number\": NUMBER,")
            + members + "}\n\n";
    }
}
