package llmrouter.server.shapes;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import llmrouter.config.Format;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a client understands of an answer, read as the vendors' SDKs read it: by the names of the events, and up to the
/// first error.
///
/// @param calls each as its name and its arguments
/// @param ends  how many events or members say that the answer is complete
/// @param error the words of the error, or null
record ClientSaw(String text, List<String> calls, long input, long output, String finish, int ends, String error) {

    static ClientSaw of(Format format, boolean streamed, HttpResponse<String> answer) {
        String type = answer.headers().firstValue("content-type").orElse("");
        if (answer.statusCode() != 200) {
            assertTrue(answer.statusCode() >= 400 && type.equals("application/json"), type + answer.body());
            return failed((Json.Obj) Json.parse(answer.body()));
        }
        assertEquals(streamed ? "text/event-stream; charset=utf-8" : "application/json", type, answer.body());
        return streamed ? streamed(format, answer.body()) : whole(format, (Json.Obj) Json.parse(answer.body()));
    }

    private static ClientSaw failed(Json.Obj body) {
        assertTrue(body.object("error").text("type") != null, body.toString());
        return new ClientSaw("", List.of(), 0, 0, null, 0, body.object("error").text("message"));
    }

    private static ClientSaw whole(Format format, Json.Obj body) {
        var calls = new ArrayList<String>();
        var text = new StringBuilder();
        Json.Obj usage = body.object("usage") == null ? Json.object() : body.object("usage");
        switch (format) {
            case OPENAI -> {
                assertEquals("chat.completion", body.text("object"));
                Json.Obj choice = body.objects("choices").getFirst();
                Json.Obj message = choice.object("message");
                if (message.text("content") != null) text.append(message.text("content"));
                for (Json.Obj call : message.objects("tool_calls")) {
                    Json.Obj function = call.object("function");
                    calls.add(function.text("name") + " " + Json.parse(function.text("arguments")));
                }
                return new ClientSaw(text.toString(), calls, usage.number("prompt_tokens", 0),
                    usage.number("completion_tokens", 0), choice.text("finish_reason"), 1, null);
            }
            case CLAUDE -> {
                assertEquals("message", body.text("type"));
                for (Json.Obj block : body.objects("content")) {
                    if (block.text("text") != null) text.append(block.text("text"));
                    if (block.object("input") != null) calls.add(block.text("name") + " " + block.object("input"));
                }
                return new ClientSaw(text.toString(), calls, usage.number("input_tokens", 0),
                    usage.number("output_tokens", 0), body.text("stop_reason"), 1, null);
            }
            case RESPONSES -> {
                assertEquals("response", body.text("object"));
                for (Json.Obj item : body.objects("output")) {
                    for (Json.Obj part : item.objects("content")) text.append(part.text("text"));
                    if (item.text("arguments") != null) {
                        calls.add(item.text("name") + " " + Json.parse(item.text("arguments")));
                    }
                }
                return new ClientSaw(text.toString(), calls, usage.number("input_tokens", 0),
                    usage.number("output_tokens", 0), body.text("status"), 1, null);
            }
        }
        throw new AssertionError(format);
    }

    private static ClientSaw streamed(Format format, String stream) {
        var seen = new Seen();
        String name = null;
        for (String line : stream.split("\n")) {
            if (line.isEmpty()) name = null;
            if (line.startsWith("event: ")) name = line.substring(7);
            if (!line.startsWith("data: ")) continue;
            String data = line.substring(6);
            if (data.equals("[DONE]")) {
                seen.ends++;
                continue;
            }
            assertTrue(seen.ends == 0, "nothing follows the end: " + stream);
            seen.take(format, name, (Json.Obj) Json.parse(data));
        }
        var calls = new ArrayList<String>();
        seen.names.forEach((index, tool) -> calls.add(tool + " " + (seen.error != null ? seen.arguments.get(index)
            : Json.parse(seen.arguments.get(index).toString()))));
        return new ClientSaw(seen.text.toString(), calls, seen.input, seen.output, seen.finish, seen.ends, seen.error);
    }

    /// What a stream has told so far.
    private static final class Seen {
        final StringBuilder text = new StringBuilder();
        final TreeMap<Long, String> names = new TreeMap<>();
        final TreeMap<Long, StringBuilder> arguments = new TreeMap<>();
        long input;
        long output;
        String finish;
        int ends;
        String error;

        void take(Format format, String name, Json.Obj data) {
            switch (format) {
                case OPENAI -> chunk(data);
                case CLAUDE -> message(name, data);
                case RESPONSES -> response(name, data);
            }
        }

        private void call(long index, String name) {
            names.put(index, name);
            arguments.put(index, new StringBuilder());
        }

        private void chunk(Json.Obj data) {
            if (data.object("error") instanceof Json.Obj failed && error == null) error = failed.text("message");
            for (Json.Obj choice : data.objects("choices")) {
                Json.Obj delta = choice.object("delta");
                if (delta.text("content") != null) text.append(delta.text("content"));
                for (Json.Obj call : delta.objects("tool_calls")) {
                    long index = call.number("index", -1);
                    Json.Obj function = call.object("function");
                    if (function.text("name") != null) call(index, function.text("name"));
                    if (function.text("arguments") != null) arguments.get(index).append(function.text("arguments"));
                }
                if (choice.text("finish_reason") != null) finish = choice.text("finish_reason");
            }
            usage(data.object("usage"), "prompt_tokens", "completion_tokens");
        }

        private void usage(Json.Obj usage, String in, String out) {
            if (usage == null) return;
            if (usage.has(in)) input = usage.number(in, 0);
            output = usage.number(out, 0);
        }

        private void message(String name, Json.Obj data) {
            assertEquals(data.text("type"), name, data.toString());
            long index = data.number("index", -1);
            switch (name) {
                case "error" -> error = data.object("error").text("message");
                case "message_start" -> usage(data.object("message").object("usage"), "input_tokens", "output_tokens");
                case "content_block_start" -> {
                    Json.Obj block = data.object("content_block");
                    if (block.text("text") != null) text.append(block.text("text"));
                    if (block.text("name") != null) call(index, block.text("name"));
                    Json.Obj given = block.object("input");
                    if (given != null && !given.members().isEmpty()) arguments.get(index).append(given);
                }
                case "content_block_delta" -> {
                    Json.Obj delta = data.object("delta");
                    if (delta.text("text") != null) text.append(delta.text("text"));
                    if (delta.text("partial_json") != null) arguments.get(index).append(delta.text("partial_json"));
                }
                case "message_delta" -> {
                    finish = data.object("delta").text("stop_reason");
                    usage(data.object("usage"), "input_tokens", "output_tokens");
                }
                case "message_stop" -> ends++;
                default -> { }
            }
        }

        private void response(String name, Json.Obj data) {
            assertEquals(data.text("type"), name, data.toString());
            long index = data.number("output_index", -1);
            switch (name) {
                case "error" -> error = data.text("message");
                case "response.output_item.added" -> {
                    if (data.object("item").text("name") != null) call(index, data.object("item").text("name"));
                }
                case "response.output_text.delta" -> text.append(data.text("delta"));
                case "response.function_call_arguments.delta" -> arguments.get(index).append(data.text("delta"));
                case "response.completed", "response.incomplete", "response.failed" -> {
                    Json.Obj response = data.object("response");
                    if (name.equals("response.failed")) {
                        error = response.object("error").text("message");
                        return;
                    }
                    ends++;
                    finish = response.text("status");
                    usage(response.object("usage"), "input_tokens", "output_tokens");
                    ClientSaw whole = whole(Format.RESPONSES, response);
                    if (text.isEmpty()) text.append(whole.text());
                    assertEquals(whole.text(), text.toString(), "the last event says what the deltas said");
                    assertEquals(whole.calls().size(), response.objects("output").stream()
                        .filter(item -> item.text("name") != null).count());
                    if (!names.isEmpty()) return;
                    for (Json.Obj item : response.objects("output")) {
                        if (item.text("name") == null) continue;
                        call(names.size(), item.text("name"));
                        arguments.get((long) names.size() - 1).append(item.text("arguments"));
                    }
                }
                default -> { }
            }
        }
    }
}
