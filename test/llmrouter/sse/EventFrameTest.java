package llmrouter.sse;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.json.Json;
import llmrouter.text.Text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EventFrameTest {
    private static final String CHAT = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,"
        + "\"delta\":{\"content\":\" Hello\"},\"finish_reason\":null}],\"obfuscation\":\"x7Q\"}\n\n";
    private static final String RESPONSES = "event: response.output_text.delta\n"
        + "data: {\"type\":\"response.output_text.delta\",\"sequence_number\": 12,\"item_id\":\"msg_1\","
        + "\"delta\":\" Hello\",\"obfuscation\":\"\"}\n\n";
    private static final String WINDOWS = "event: x\r\ndata:{\"delta\": \" Hello\", \"sequence_number\":0}\r\n\r\n";
    private static final List<String> ALL = List.of(CHAT, RESPONSES, WINDOWS);
    /// What is put into an event, or in place of one of its characters.
    private static final String[] PIECES = {"\"", "\\", "\\n", "\\u00e9", "\\u00g9", "\n", "\r", "\r\n", "\n\n", "\t",
        "\u0000", "x", "0", "1", "-", ".", " ", "{", "}", "[", ",", ":", "é", "漢", "\uD83D\uDE00", "\u007F", "\uFEFF",
        "data: ", "\"a\":1,"};

    private static EventFrame frame(String event) {
        return EventFrame.of(event, " Hello");
    }

    private static boolean fits(EventFrame frame, String text) {
        return frame.end(text, 0) == text.length();
    }

    @Test
    void theSameEventWithOtherWordsFits() {
        for (String event : ALL) {
            EventFrame frame = frame(event);
            for (String words : new String[] {"x", " Hello", "漢字", "\\\"", "\\\\", "\\ud83d\\ude00",
                "a\\/b\\n", "\u007F", "{\\\"a\\\":"}) {
                String other = event.replace(" Hello", words);
                assertTrue(fits(frame, other), other);
                assertEquals(words, frame.words(other));
                assertEquals(words.contains("\\"), frame.escaped());
            }
        }
    }

    @Test
    void aNumberAndThePaddingMayDiffer() {
        assertTrue(fits(frame(CHAT), CHAT.replace("x7Q", "")));
        assertTrue(fits(frame(RESPONSES), RESPONSES.replace("12", "999999999").replace("\"\"", "\"abc\"")));
        for (String number : new String[] {"007", "-1", "", "x", "1234567890123456"}) {
            assertFalse(fits(frame(RESPONSES), RESPONSES.replace("12", number)), number);
        }
        for (String padding : new String[] {"\\n", "é", "\"", "\t"}) {
            assertFalse(fits(frame(CHAT), CHAT.replace("x7Q", padding)), padding);
        }
    }

    @Test
    void severalEventsInARowAreFoundOneByOne() {
        String text = ": x\n\n" + CHAT + CHAT.replace("Hello", "world") + CHAT + RESPONSES;
        EventFrame frame = frame(CHAT);
        int at = text.indexOf("data");
        int count = 0;
        for (int end = frame.end(text, at); end >= 0; end = frame.end(text, end)) {
            at = end;
            count++;
        }
        assertEquals(3, count);
        assertEquals(RESPONSES, text.substring(at));
    }

    @Test
    void aTornEventDoesNotFit() {
        for (String event : ALL) {
            EventFrame frame = frame(event);
            for (int cut = 0; cut < event.length(); cut++) {
                assertEquals(-1, frame.end(event.substring(0, cut), 0));
                assertEquals(-1, frame.end(event, cut + 1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\t", "\\x", "\\u12", "\\u12g4", "\\", "a\"b", "\n", "\u0000", "a\r"})
    void whatIsNoStringOrEmptyDoesNotFit(String words) {
        for (String event : ALL) assertFalse(fits(frame(event), event.replace(" Hello", words)));
    }

    /// Whatever fits is one event of the same name and shape, which differs in nothing but its holes.
    @Test
    void whatFitsDiffersOnlyInItsHoles() {
        int fitting = 0;
        for (String event : ALL) {
            EventFrame frame = frame(event);
            for (int at = 0; at < event.length(); at++) {
                for (String piece : PIECES) {
                    fitting += check(event, frame, event.substring(0, at) + piece + event.substring(at));
                    fitting += check(event, frame, event.substring(0, at) + piece + event.substring(at + 1));
                    fitting += check(event, frame, event.substring(0, at)
                        + event.substring(Math.min(event.length(), at + piece.length())));
                }
            }
        }
        assertTrue(fitting > 500, fitting + " fit");
    }

    private static int check(String event, EventFrame frame, String text) {
        int end = frame.end(text, 0);
        if (end < 0) return 0;
        String words = frame.words(text);
        var decoder = new SseDecoder(1 << 20);
        SseEvent read = decoder.feed(text).getFirst();
        assertEquals(text.substring(0, end), read.raw());
        SseEvent known = new SseDecoder(1 << 20).feed(event).getFirst();
        assertEquals(known.name(), read.name());
        assertEquals(shape(known, " Hello"), shape(read, Text.unescape(words, 0, words.length())), text);
        return 1;
    }

    /// The data, with its words and what no reader reads left out.
    private static String shape(SseEvent event, String words) {
        var body = (Json.Obj) Json.parse(event.data());
        boolean padded = body.has("obfuscation");
        body.members().remove("obfuscation");
        if (body.number("sequence_number") != null) body.put("sequence_number", 0);
        String string = Json.of(words).toString();
        String text = body.toString();
        int at = text.indexOf("\"content\":") >= 0 ? text.indexOf("\"content\":") + 10 : text.indexOf("\"delta\":") + 8;
        assertTrue(text.startsWith(string, at), text);
        return text.substring(0, at) + text.substring(at + string.length()) + padded;
    }

    @Test
    void anEventHasNoFrameUnlessItsWordsCanStandInOnePlaceOnly() {
        assertNotNull(frame(CHAT));
        assertNull(EventFrame.of(CHAT, null));
        assertNull(EventFrame.of(CHAT, ""));
        assertNull(EventFrame.of(CHAT, "Hello"));
        assertNull(EventFrame.of(CHAT.replace(" Hello", "content"), "content"), "it is a name, too");
        assertNull(EventFrame.of(CHAT.replace(" Hello", ":"), ":"), "it stands between two strings, too");
        assertNull(frame(CHAT.replace("c1", " Hello")));
        assertNull(frame(CHAT.replace("c1", "\\u0020Hello")));
        assertNull(frame(CHAT.replace("c1", "\\n")));
        assertNull(frame(CHAT.replace("c1", "é")));
        assertNull(frame(CHAT.replace("c1", "x".repeat(1 << 16))));
    }

    @ParameterizedTest
    @ValueSource(strings = {": comment\n", "id: 7\n", "\uFEFF", "event: a\nid: 7\n", "data: [\n", "{\n", " "})
    void anEventOfAnotherFormHasNoFrame(String before) {
        assertNull(frame(before + CHAT));
    }

    @Test
    void anEventWithOtherLineEndsHasNoFrame() {
        assertNull(frame(CHAT.replace("\n", "\r")));
        assertNull(frame(CHAT.substring(0, CHAT.length() - 1)));
        assertNull(frame(CHAT.substring(0, CHAT.length() - 2)));
        assertNull(frame(CHAT.replace("\n\n", "\n: c\n\n")));
        assertNull(frame(CHAT.replace("\n\n", "\ndata: x\n\n")));
        assertNull(frame(CHAT.replace("\n\n", "\n\n\n")));
        assertNotNull(frame(CHAT.replace("\n\n", "\r\n\n")));
    }

    @Test
    void longWordsAreParsed() {
        String longer = CHAT.replace("Hello", "x".repeat(1 << 16));
        assertFalse(fits(frame(CHAT), longer));
    }
}
