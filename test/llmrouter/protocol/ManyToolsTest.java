package llmrouter.protocol;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.chat.Conversation;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.config.Format;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a request's tools cost: tools of a few bytes that become many times as long have a limit, and all others cost
/// as much as they are long.
class ManyToolsTest {
    private static final int MOST = 100;

    private static Conversation read(Format format, String request) {
        return Protocol.of(format).readRequest((Json.Obj) Json.parse(request), new Losses());
    }

    private static String tools(int count, IntFunction<String> tool) {
        var tools = new ArrayList<String>();
        for (int i = 0; i < count; i++) tools.add(tool.apply(i));
        return String.join(",", tools);
    }

    private static String request(Format format, String tools) {
        String said = format == Format.RESPONSES ? "\"input\":\"x\""
            : "\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
        return "{\"model\":\"m\"," + said + ",\"tools\":[" + tools + "]}";
    }

    @ParameterizedTest
    @CsvSource({"CLAUDE,computer_2", "CLAUDE,bash_20250124", "RESPONSES,computer", "RESPONSES,shell"})
    void moreThanAHundredToolsThatAVendorDefinesAreRefused(Format format, String type) {
        IntFunction<String> tool = i -> "{\"type\":\"" + type + "\",\"name\":\"c" + i + "\"}";
        read(format, request(format, tools(MOST, tool)));
        String many = request(format, tools(MOST + 1, tool));
        var error = assertThrows(GatewayError.class, () -> read(format, many)).error();
        assertEquals(400, error.status());
        assertTrue(error.message().startsWith("'tools[100].type' cannot be '" + type + "'"
            + ", because 100 tools that a vendor defines"
            + " stand before it. A request may have 100 of them"), error.message());
    }

    @Test
    void toolsOfAVendorInNamespacesAreRefusedAndThoseInTheHistoryAreDropped() {
        String group = "{\"type\":\"namespace\",\"name\":\"n\",\"tools\":[" + tools(60, _ -> "{\"type\":\"computer\"}")
            + "]}";
        assertThrows(GatewayError.class, () -> read(Format.RESPONSES, request(Format.RESPONSES, group + "," + group)));
        String added = "{\"model\":\"m\",\"input\":[" + tools(3, _ -> "{\"type\":\"additional_tools\",\"tools\":["
            + tools(60, _ -> "{\"type\":\"computer\"}") + "]}") + ",{\"role\":\"user\",\"content\":\"x\"}]}";
        var losses = new Losses();
        Protocol.of(Format.RESPONSES).readRequest((Json.Obj) Json.parse(added), losses);
        assertEquals(List.of("additional_tools"), losses.dropped());
    }

    /// All names have one hash. A set that does not know their order would compare each with each.
    @ParameterizedTest
    @CsvSource({"OPENAI", "CLAUDE", "RESPONSES"})
    void thousandsOfToolsWhoseNamesHaveOneHashAreReadAndWritten(Format format) {
        IntFunction<String> tool = i -> switch (format) {
            case OPENAI -> "{\"type\":\"function\",\"function\":{\"name\":\"" + colliding(i) + "\"}}";
            case CLAUDE -> "{\"name\":\"" + colliding(i) + "\",\"input_schema\":{\"type\":\"object\"}}";
            case RESPONSES -> "{\"type\":\"namespace\",\"name\":\"n\",\"tools\":[{\"type\":\"custom\",\"name\":\""
                + colliding(i) + "\"}]}";
        };
        String request = request(format, tools(30_000, tool));
        Format other = format == Format.OPENAI ? Format.CLAUDE : Format.OPENAI;
        assertTimeout(Duration.ofSeconds(10), () -> {
            var conversation = read(format, request);
            assertEquals(30_000, conversation.tools().size());
            Protocol.of(other).writeRequest(conversation, new Target("m", null, null, Set.of()), new Losses());
        });
    }

    private static String colliding(int number) {
        var name = new StringBuilder();
        for (int bit = 0; bit < 15; bit++) name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        return name.toString();
    }
}
