package llmrouter.protocol.request;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import llmrouter.chat.Losses;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.protocol.Protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RequestFieldsTest {
    private final Losses losses = new Losses();

    @Test
    void membersThatNoReaderAskedForAreNamedInEveryObjectThatWasOpened() {
        RequestFields top = fields("""
            {"a": 1, "other": 1, "list": [{"b": 1}, {"b": 2, "new": true}, {"part": {"c": 1, "deep": "x"}}]}""");
        top.number("a");
        for (RequestFields item : top.objects("list")) {
            item.number("b");
            RequestFields part = item.object("part");
            if (part != null) part.number("c");
        }
        top.dropRest(losses);
        assertEquals(List.of("other", "list.new", "list.part.deep"), losses.dropped());
    }

    @Test
    void whatSaysNothingIsNotNamed() {
        RequestFields top = fields("""
            {"list": [{"type": "x", "a": null, "b": false, "c": [], "d": {}, "e": ""}]}""");
        top.objects("list");
        top.dropRest(losses);
        assertEquals(List.of(), losses.dropped());
    }

    @Test
    void anObjectThatIsOpenedTwiceIsTheSame() {
        RequestFields top = fields("{\"o\": {\"a\": 1, \"b\": 1}, \"list\": [{\"c\": 1}]}");
        top.object("o").number("a");
        top.object("o").number("b");
        assertSame(top.object("o"), top.object("o"));
        assertSame(top.objects("list"), top.objects("list"));
        top.objects("list").getFirst().number("c");
        top.dropRest(losses);
        assertEquals(List.of(), losses.dropped());
    }

    @Test
    void anObjectThatIsNamedAsOneLossNamesNoMemberOfIt() {
        RequestFields top = fields("{\"list\": [{\"type\": \"x\", \"a\": {\"b\": 1}}]}");
        RequestFields item = top.objects("list").getFirst();
        item.object("a");
        item.drop(losses, "x", "for a reason");
        top.dropRest(losses);
        assertEquals("dropped=x (for a reason)", losses.line());
    }

    @Test
    void aMemberIsNamedAsItStandsInTheRequestAndNotAsAnotherFieldIsSpelled() {
        losses.spell(Map.of("thinking", "reasoning_content"));
        fields("{\"thinking\": 1}").dropRest(losses);
        assertEquals(List.of("thinking"), losses.dropped());
    }

    /// One unknown member in any object that a reader opens, for each format.
    @Test
    void everyFormatNamesAnUnknownMemberOfAMessageAPartAndATool() {
        assertEquals(List.of("messages.new_1", "messages.content.new_2", "tools.new_3", "tools.function.new_4"),
            unknown(Format.OPENAI, """
                {"model": "m", "messages": [{"role": "user", "new_1": 1, "content": [{"type": "text", "text": "a",
                 "new_2": 1}]}], "tools": [{"type": "function", "new_3": 1, "function": {"name": "f",
                 "new_4": 1}}]}"""));
        assertEquals(List.of("messages.new_1", "messages.content.new_2", "tools.new_3"), unknown(Format.CLAUDE, """
            {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "new_1": 1, "content": [{"type": "text",
             "text": "a", "new_2": 1}]}], "tools": [{"name": "f", "input_schema": {}, "new_3": 1}]}"""));
        assertEquals(List.of("input.new_1", "input.content.new_2", "tools.new_3"), unknown(Format.RESPONSES, """
            {"model": "m", "input": [{"role": "user", "new_1": 1, "content": [{"type": "input_text", "text": "a",
             "new_2": 1}]}], "tools": [{"type": "function", "name": "f", "parameters": {}, "new_3": 1}]}"""));
    }

    private static List<String> unknown(Format format, String request) {
        var losses = new Losses();
        Protocol.of(format).readRequest((Json.Obj) Json.parse(request), losses);
        var named = new ArrayList<>(losses.dropped());
        named.removeIf(name -> !name.contains("new_"));
        assertTrue(losses.approximated().isEmpty());
        return named.stream().sorted(Comparator.comparing(n -> n.substring(n.indexOf("new_")))).toList();
    }

    private static RequestFields fields(String json) {
        return RequestFields.of((Json.Obj) Json.parse(json));
    }
}
