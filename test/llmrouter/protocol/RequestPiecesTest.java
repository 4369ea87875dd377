package llmrouter.protocol;

import java.util.Map;

import org.junit.jupiter.api.Test;

import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.json.Json;
import llmrouter.protocol.request.ClosedSchema;
import llmrouter.protocol.request.DataUrl;
import llmrouter.protocol.request.Decimals;
import llmrouter.protocol.request.ModelTraits;
import llmrouter.protocol.request.ModelTraits.Thinking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The small things that request readers and writers share.
class RequestPiecesTest {
    @Test
    void decimalsCompareWithoutFloatingPoint() {
        for (var want : Map.ofEntries(Map.entry("0", 0L), Map.entry("-0", 0L), Map.entry("1", 1_000_000L),
                Map.entry("0.95", 950_000L), Map.entry("1e0", 1_000_000L), Map.entry("95e-2", 950_000L),
                Map.entry("0.0000019", 1L), Map.entry("-1.5", -1_500_000L), Map.entry("1.5E+3", 1_500_000_000L),
                Map.entry("1e-400", 0L), Map.entry("1e400", Long.MAX_VALUE), Map.entry("-1e400", Long.MIN_VALUE),
                Map.entry("0e99999999999", 0L)).entrySet()) {
            assertEquals(want.getValue(), Decimals.millionths(new Json.Num(want.getKey())), want.getKey());
        }
    }

    @Test
    void clampedNumbersKeepTheirSpellingInside() {
        assertEquals("0.70", Decimals.clamp(new Json.Num("0.70"), 0, 1).text());
        assertEquals("1", Decimals.clamp(new Json.Num("1.0001"), 0, 1).text());
        assertEquals("0", Decimals.clamp(new Json.Num("-3"), 0, 1).text());
    }

    @Test
    void claudeModelsAreKnownByTheirVersion() {
        for (String id : new String[] {"claude-opus-4-6", "claude-sonnet-4.6",
                "us.anthropic.claude-opus-4-7-20260101-v1:0", "anthropic/claude-sonnet-5-5", "claude-haiku-5"}) {
            assertEquals(Thinking.ADAPTIVE, ModelTraits.of(id).thinking(), id);
        }
        for (String id : new String[] {"claude-3-5-haiku-latest", "claude-sonnet-4-20250514", "claude-opus-4-1",
                "claude-haiku-4-5-20251001", "claude-3-opus@20240229"}) {
            assertEquals(Thinking.BUDGET, ModelTraits.of(id).thinking(), id);
        }
        assertEquals(Thinking.UNKNOWN, ModelTraits.of("mock-thinking").thinking());
        assertTrue(ModelTraits.of("claude-sonnet-4-5").structuredOutput());
        assertFalse(ModelTraits.of("claude-opus-4-1-20250805").structuredOutput());
    }

    @Test
    void openModelsWithAVendorsPrefixAreNotTheVendors() {
        assertFalse(ModelTraits.of("openai/gpt-oss-120b").fixedSampling());
        assertEquals(3, ModelTraits.of("openai/gpt-oss-120b").efforts().size());
        assertTrue(ModelTraits.of("openai/gpt-5").fixedSampling());
    }

    @Test
    void base64TextIsDecodedAsUtf8() {
        assertEquals("a", new DataUrl("text/plain", "YQ==").text("x"));
        assertEquals("ab", new DataUrl("text/plain", "YWI=").text("x"));
        assertEquals("é€🌍", new DataUrl("text/plain", "w6nigqzwn4yN").text("x"));
    }

    @Test
    void onlyDigitsOfAsciiAreHexadecimal() {
        assertEquals("A", DataUrl.parse("data:text/plain,%41", "x").text("x"));
        assertThrows(GatewayError.class, () -> DataUrl.parse("data:text/plain,%\uFF14\uFF11", "x"));
    }

    @Test
    void aPropertyCalledPropertiesIsNoSchemaOfItsOwn() {
        String schema = "{\"type\":\"object\",\"properties\":{\"properties\":{\"type\":\"array\","
            + "\"items\":{\"type\":\"object\",\"properties\":{}}}," + "\"type\":{\"enum\":[{\"type\":\"object\"}]}}}";
        assertEquals("{\"type\":\"object\",\"properties\":{\"properties\":{\"type\":\"array\","
            + "\"items\":{\"type\":\"object\",\"properties\":{},"
            + "\"additionalProperties\":false}},\"type\":{\"enum\":[{\"type\":\"object\"}]}},"
            + "\"additionalProperties\":false}", ClosedSchema.close(Json.parse(schema)).toString());
        assertFalse(ClosedSchema.isClosed(Json.parse(schema)));
        assertTrue(ClosedSchema.isClosed(ClosedSchema.close(Json.parse(schema))));
        assertFalse(ClosedSchema.isStrict(ClosedSchema.close(Json.parse(schema))));
    }

    @Test
    void theLedgerIsFitForAHeader() {
        var losses = new Losses();
        losses.dropped("a\r\nset-cookie: x=1,b;c");
        losses.approximated("名", "");
        assertEquals("dropped=a__set-cookie:_x_1_b_c; approximated=_", losses.line());
    }

    @Test
    void theLedgerIsBounded() {
        var losses = new Losses();
        for (int i = 0; i < 100_000; i++) losses.dropped("field_" + i);
        assertTrue(losses.line().length() < 1000, losses.line());
        assertTrue(losses.line().endsWith(",more"), losses.line());
    }

    @Test
    void eachWritingBeginsWithTheReadingsLedger() {
        var read = new Losses();
        read.spell(Map.of("stop", "stop_sequences"));
        read.dropped("n");
        var first = new Losses();
        first.include(read);
        first.dropped("stop");
        assertEquals("dropped=n,stop_sequences", first.line());
        assertEquals("dropped=n", read.line());
    }
}
