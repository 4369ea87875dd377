package llmrouter.scripted;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;

import javax.imageio.ImageIO;

import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.scripted.ScriptedUpstream.Wire;

/// A model in all three formats that really does what it is asked for: it calls the tool that it is offered, streams,
/// reads the number in an image, answers in the form of a schema, and counts tokens; or one that ignores all of it and
/// says a word.
public record AbleModel(boolean able) implements Script {
    private static final int POINT = 16;
    private static final String[] DIGITS = {"111101101101111", "010110010010111", "111001111100111", "111001111001111",
        "101101111001001", "111100111001111", "111100111101111", "111001001001001", "111101111101111",
        "111101111001111"};

    @Override
    public void run(Wire wire) throws IOException {
        String path = wire.request().requestLine().split(" ")[1];
        var body = (Obj) Json.parse(wire.request().body());
        String text = wire.request().body();
        String call = null;
        String said = "pong";
        if (able && text.contains("get_weather")) call = "get_weather";
        else if (able && text.contains("population")) said = "{\"city\":\"Paris\",\"population\":2100000}";
        else if (able && text.contains("base64")) said = "It is " + number(text) + ".";
        // a format without a field for schemas offers a tool in place of one
        boolean offered = able && call == null && text.contains("population") && body.has("tools");
        if (offered) call = ((Obj) body.items("tools").getFirst()).text("name");
        String arguments = offered ? said : "{\"city\":\"Paris\"}";
        if (able && body.isTrue("stream")) stream(wire, path);
        else if (path.endsWith("/chat/completions")) wire.json(200, chat(call, arguments, said));
        else if (path.endsWith("/messages")) wire.json(200, message(call, arguments, said));
        else wire.json(200, response(call, arguments, said));
    }

    private static String quoted(String text) {
        return Json.of(text).toString();
    }

    private String chat(String call, String arguments, String said) {
        String calls = call == null ? "" : ",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":"
            + "{\"name\":\"" + call + "\",\"arguments\":" + quoted(arguments) + "}}]";
        return "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"finish_reason\":\""
            + (call == null ? "stop" : "tool_calls") + "\",\"message\":{\"role\":\"assistant\",\"content\":"
            + quoted(said) + calls + "}}]"
            + (able ? ",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3}" : "") + "}";
    }

    private String message(String call, String arguments, String said) {
        String part = call == null ? "{\"type\":\"text\",\"text\":" + quoted(said) + "}"
            : "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"" + call + "\",\"input\":" + arguments + "}";
        return "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[" + part + "],\"stop_reason\":\""
            + (call == null ? "end_turn" : "tool_use") + "\""
            + (able ? ",\"usage\":{\"input_tokens\":9,\"output_tokens\":3}" : "") + "}";
    }

    private String response(String call, String arguments, String said) {
        String item = call == null ? "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":"
            + "\"output_text\",\"text\":" + quoted(said) + ",\"annotations\":[]}]}"
            : "{\"type\":\"function_call\",\"call_id\":\"t1\",\"name\":\"" + call + "\",\"arguments\":"
                + quoted(arguments) + "}";
        return "{\"id\":\"r\",\"object\":\"response\",\"status\":\"completed\",\"output\":[" + item + "]"
            + (able ? ",\"usage\":{\"input_tokens\":9,\"output_tokens\":3}" : "") + "}";
    }

    private void stream(Wire wire, String path) throws IOException {
        wire.stream();
        if (path.endsWith("/chat/completions")) {
            wire.event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"1, 2\"}}]}")
                .event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}").event("[DONE]");
        } else if (path.endsWith("/messages")) {
            wire.event("{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"content\":[],"
                    + "\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}")
                .event("{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
                    + "{\"type\":\"text\",\"text\":\"\"}}")
                .event("{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                    + "{\"type\":\"text_delta\",\"text\":\"1\"}}")
                .event("{\"type\":\"content_block_stop\",\"index\":0}")
                .event("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
                    + "{\"output_tokens\":3}}")
                .event("{\"type\":\"message_stop\"}");
        } else {
            wire.event("{\"type\":\"response.completed\",\"response\":" + response(null, "", "1, 2") + "}");
        }
        wire.close();
    }

    /// Reads the four digits of a picture by comparing its points with those of each digit.
    private static String number(String body) throws IOException {
        int from = body.indexOf("iVBOR");
        int to = body.indexOf('"', from);
        byte[] png = Base64.getDecoder().decode(body.substring(from, to));
        var image = ImageIO.read(new ByteArrayInputStream(png));
        var number = new StringBuilder();
        for (int place = 0; place < 4; place++) {
            var points = new StringBuilder();
            for (int row = 0; row < 5; row++) {
                for (int column = 0; column < 3; column++) {
                    int rgb = image.getRGB((1 + place * 4 + column) * POINT + 1, (1 + row) * POINT + 1);
                    points.append((rgb & 0xFF) == 0 ? '1' : '0');
                }
            }
            for (int digit = 0; digit < 10; digit++) {
                if (DIGITS[digit].contentEquals(points)) number.append(digit);
            }
        }
        return number.toString();
    }
}
