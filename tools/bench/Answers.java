import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.AnswerEvent;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.Protocol;
import llmrouter.sse.SseDecoder;

/// One answer in any format, as HTTP sends it.
///
/// @param whole  all at once
/// @param stream the head with the first event, the other events, and the end: a write each
record Answers(byte[] whole, List<byte[]> stream) {
    static final String WORD = "Hello ";
    private static final int DELTAS = 40;
    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: ";
    private static final String CHUNK
        = "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":";
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":8,\"total_tokens\":17}}";

    static Answers in(Format format) {
        return in(format, "", DELTAS);
    }

    /// @param first text before the words
    /// @param words how often [#WORD] comes, as an event each
    static Answers in(Format format, String first, int words) {
        var context = new AnswerContext("answer", "m", 0, true);
        var chat = (Json.Obj) Json.parse("{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + first + WORD.repeat(words) + "\"},\"finish_reason\":\"stop\"}]," + USAGE);
        String body = Protocol.of(format).writeAnswer(Protocol.of(Format.OPENAI).readAnswer(chat), context).toString();
        String head = HEAD + "application/json\r\ncontent-length: " + body.length() + "\r\n\r\n";
        return new Answers(bytes(head + body), stream(Protocol.of(format), context, chat(first, words)));
    }

    /// What a Chat Completions provider streams, said in the format.
    private static List<byte[]> stream(Protocol format, AnswerContext context, String chat) {
        var reader = Protocol.of(Format.OPENAI).streamReader();
        var events = new ArrayList<AnswerEvent>();
        for (var block : new SseDecoder(1 << 20).feed(chat)) reader.read(block, events::add);
        reader.end(events::add);
        var writer = format.streamWriter(context);
        var writes = new ArrayList<byte[]>();
        String head = HEAD + "text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
        for (var event : events) {
            String text = writer.write(event);
            if (text.isEmpty()) continue;
            writes.add(bytes(head + Integer.toHexString(text.length()) + "\r\n" + text + "\r\n"));
            head = "";
        }
        writes.add(bytes("0\r\n\r\n"));
        return writes;
    }

    private static String chat(String first, int words) {
        String before = first.isEmpty() ? "" : delta(first);
        String role = event("{\"role\":\"assistant\",\"content\":\"\"}", "null", "null}");
        String usage = CHUNK + "[]," + USAGE + "\n\n";
        String deltas = before + delta(WORD).repeat(words);
        return role + deltas + event("{}", "\"stop\"", "null}") + usage + "data: [DONE]\n\n";
    }

    private static String delta(String text) {
        return event("{\"content\":\"" + text + "\"}", "null", "null}");
    }

    private static String event(String delta, String finish, String usage) {
        return CHUNK + "[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}],\"usage\":" + usage
                + "\n\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
