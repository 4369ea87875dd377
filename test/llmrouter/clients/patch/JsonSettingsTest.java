package llmrouter.clients.patch;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.clients.GatewayAccess;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// JSON files of clients, as people write them.
class JsonSettingsTest {
    private static final GatewayAccess ACCESS = new GatewayAccess("http://127.0.0.1:8787", null, "work");
    private static final FilePatch PATCH = new FilePatch(JsonSettings.SYNTAX,
        (access, _) -> List.of(AgentSetting.of(access.url(), "env", "URL"), AgentSetting.of(access.model(), "model"),
            AgentSetting.without("helper")),
        List.of("env", "URL"));

    private static String set(String text, Object value, Object... path) {
        return JsonSettings.SYNTAX.set(text, List.of(path), Json.of(value.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\n\t// mine\n\t\"env\": {\"A\": \"1\"},\n\t\"helper\": \"x\", /* why */\n\t\"z\": [1,2 , 3]\n}",
        "{\"model\":\"old\",\"env\":{\"URL\":\"http://old\",\"B\":\"2\"}}",
        "\uFEFF{\r\n    \"model\" : \"old\"\r\n}\r\n",
        "{\n  \"a\": {\"b\": [1, 2,],},\n  \"env\": {\n    \"A\": \"1\", // last\n  },\n}\n",
        "  {  }  ", "{}", "// only a comment\n", ""})
    void whatIsTakenOutAgainMeansTheSameAsBefore(String before) {
        String after = PATCH.apply(before, ACCESS);
        assertEquals("http://127.0.0.1:8787", PATCH.connectedTo(after), after);
        assertEquals(after, PATCH.apply(after, ACCESS), "a second time changes nothing");
        Reverted reverted = PATCH.revert(after, before, after);
        assertEquals(List.of(), reverted.changed());
        assertTrue(PATCH.same(before, reverted.text()), reverted.text());
    }

    @Test
    void commentsTrailingCommasAndOddSpacesStay() {
        String before = "{\n   \"a\" :  [1,\t2,], // one\n\n   \"b\": {\"c\": 1,},\n}\n";
        assertEquals("{\n   \"a\" :  [1,\t2,], // one\n\n   \"b\": {\"c\": 1,},\n   \"d\": \"x\"\n}\n",
            set(before, "x", "d"));
    }

    @Test
    void aTrailingCommaBecomesTheCommaBetween() {
        assertEquals("{\"b\": {\"c\": 1, \"d\": \"x\"},}", set("{\"b\": {\"c\": 1,},}", "x", "b", "d"));
    }

    @Test
    void aCommaInAStringOrACommentIsNoTrailingComma() {
        String text = "{\"a\": \"x,}\", // ,}\n \"b\": \",]\"}";
        assertEquals(text, TrailingCommas.shown(TrailingCommas.hidden(text)));
        assertEquals(text, TrailingCommas.blanked(text));
    }

    @Test
    void lineEndsOfWindowsStay() {
        String after = set("{\r\n  \"a\": 1\r\n}", "x", "b");
        assertEquals("{\r\n  \"a\": 1,\r\n  \"b\": \"x\"\r\n}", after);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": }", "{,}", "{\"a\": 1,,}", "[1,]", "{\"a\": \"x", "text"})
    void whatIsNoJsonIsRefused(String text) {
        assertThrows(PatchError.class, () -> JsonSettings.SYNTAX.tree(text));
    }

    @Test
    void theMessageHasLineAndColumn() {
        var error = assertThrows(PatchError.class, () -> JsonSettings.SYNTAX.tree("{\n  \"a\": [1,],\n  \"b\" 2\n}"));
        assertTrue(error.getMessage().endsWith("at line 3, column 7"), error.getMessage());
    }

    @Test
    void aValueInPlaceOfAnObjectIsRefused() {
        var error = assertThrows(PatchError.class, () -> PATCH.apply("{\"env\": \"none\"}", ACCESS));
        assertTrue(error.getMessage().contains("expected an object at line 1"), error.getMessage());
    }

    // ── taking a connection out of a file that has changed ──

    @Test
    void whatOthersHaveAddedSinceStays() {
        String before = "{\"env\": {\"A\": \"1\"}, \"helper\": \"h\"}";
        String after = PATCH.apply(before, ACCESS);
        String now = set(set(after, "2", "env", "B"), "yes", "mine");
        Reverted reverted = PATCH.revert(now, before, after);
        assertEquals(List.of(), reverted.changed());
        assertTrue(PATCH.same("{\"env\":{\"A\":\"1\",\"B\":\"2\"},\"mine\":\"yes\",\"helper\":\"h\"}", reverted.text()),
            reverted.text());
    }

    @Test
    void aSettingOfTheConnectionThatWasChangedSinceIsNamed() {
        String before = "{\"model\": \"old\"}";
        String after = PATCH.apply(before, ACCESS);
        Reverted reverted = PATCH.revert(set(after, "other", "model"), before, after);
        assertEquals(List.of("model"), reverted.changed());
        assertTrue(PATCH.same(before, reverted.text()));
    }

    @Test
    void aSettingThatWasPutBackByHandIsNoChange() {
        String before = "{\"model\": \"old\"}";
        String after = PATCH.apply(before, ACCESS);
        assertEquals(List.of(), PATCH.revert(set(after, "old", "model"), before, after).changed());
    }
}
