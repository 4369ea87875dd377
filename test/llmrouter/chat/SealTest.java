package llmrouter.chat;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.chat.Seal.Kind;
import llmrouter.text.Base64Url;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SealTest {
    private static final String[] PIECES = {"a", ".", "", "é", "😀", "\u0000", "\ud800", "{\"a\":1}", "ÿ", "-_=/+"};

    /// Conversations outlive a process and a release: these texts must open for ever.
    @Test
    void sealsOfAnotherProcessAreOpened() {
        assertEquals(new Seal(Kind.SIGNATURE, "claude", "Eq8+/w=="),
            Seal.of("llm-router.1.signature.Y2xhdWRl.RXE4Ky93PT0"));
        assertEquals(new Seal(Kind.REDACTED, "c", "ZA=="), Seal.of("llm-router.1.redacted.Yw.WkE9PQ"));
        assertEquals(new Seal(Kind.REASONING, "openai", "gAAAA"), Seal.of("llm-router.1.reasoning.b3BlbmFp.Z0FBQUE"));
        assertEquals(new Seal(Kind.MEMBERS, "g/gemini-3", "{}"), Seal.of("llm-router.1.members.Zy9nZW1pbmktMw.e30"));
        assertEquals(new Seal(Kind.SUMMARY, "", "é"), Seal.of("llm-router.1.summary..w6k"));
    }

    @Test
    void textsOfEarlierReleasesAreOpened() {
        assertEquals(new Seal(Kind.SIGNATURE, "", "c2ln"), Seal.of("messages.c2ln"));
        assertEquals(new Seal(Kind.REDACTED, "", "ZA=="), Seal.of("messages-redacted.ZA=="));
        assertEquals(new Seal(Kind.REASONING, "", "gA"), Seal.of("responses.gA"));
    }

    @Test
    void everySealIsOpenedAsItWasMade() {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) text.append(PIECES[random.nextInt(PIECES.length)]);
            for (Kind kind : Kind.values()) {
                if (kind == Kind.UNREADABLE) continue;
                var seal = new Seal(kind, "p" + text, text.toString());
                assertEquals(seal, Seal.of(seal.text()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llm-router.2.signature.Yw.WkE9PQ", "llm-router.1.later.Yw.WkE9PQ", "llm-router.",
        "llm-router.1", "llm-router.1.signature", "llm-router.1.signature.Yw", "llm-router.1.signature.Yw.W",
        "llm-router.1.signature.Yw.WkE9P", "llm-router.1.signature.Yw.WkE=", "llm-router.1.signature.Y*.WkE9PQ",
        "llm-router.1.signature.Yw._w", "llm-router.1..Yw.WkE9PQ", "llm-router.1.signature.Yw.WkE9PQ.x"})
    void aDamagedSealOrOneOfALaterVersionIsKnownAsASealThatCannotBeOpened(String text) {
        assertEquals(new Seal(Kind.UNREADABLE, "", text), Seal.of(text));
        assertEquals(text, Seal.of(text).text());
        assertEquals(text, Seal.of(text).field());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EqoBCkgIARABGAIiQL", "gAAAAABo", "llm-router", "xllm-router.1.signature.Yw.WkE9PQ"})
    void whatAVendorMadeIsNoSeal(String text) {
        assertNull(Seal.of(text));
        assertEquals(text.isEmpty() ? null : new Seal(Kind.REASONING, "", text), Seal.read(text, Kind.REASONING));
    }

    @Test
    void onlyTheIssuerMadeASeal() {
        var issuer = new Issuer("p", "m");
        assertTrue(issuer.made(new Seal(Kind.SIGNATURE, "p", "x")));
        assertTrue(new Issuer("p", "other").made(new Seal(Kind.REASONING, "p", "x")));
        assertTrue(issuer.made(new Seal(Kind.MEMBERS, "p/m", "x")));
        assertFalse(new Issuer("p", "other").made(new Seal(Kind.MEMBERS, "p/m", "x")), "an aggregator's other model");
        assertFalse(issuer.made(new Seal(Kind.SIGNATURE, "q", "x")));
        assertFalse(issuer.made(new Seal(Kind.SIGNATURE, "", "x")), "not known");
        assertFalse(issuer.made(new Seal(Kind.UNREADABLE, "", "x")));
    }

    @Test
    void theIssuerIsSetOnce() {
        var seal = new Seal(Kind.SIGNATURE, null, "x").issuedBy(new Issuer("p", "m"));
        assertEquals(new Seal(Kind.SIGNATURE, "p", "x"), seal);
        assertSame(seal, seal.issuedBy(new Issuer("q", "m")));
        assertEquals("llm-router.1.signature.cA.eA", seal.field());
        assertEquals("x", new Seal(Kind.SIGNATURE, "", "x").field());
        assertEquals("llm-router.1.summary..eA", new Seal(Kind.SUMMARY, "", "x").field());
    }

    /// A gateway may stand behind a gateway.
    @Test
    void aProvidersSealIsItsOwnDataAndSealedAgain() {
        String inner = new Seal(Kind.REASONING, "openai", "gA").text();
        var outer = Seal.raw(inner, Kind.REASONING).issuedBy(new Issuer("gateway", "m"));
        assertEquals(inner, Seal.of(outer.text()).content());
    }

    @Test
    void base64IsThatOfUrlsWithoutPadding() {
        assertEquals("", Base64Url.encode(""));
        assertEquals("_-8", Base64Url.encode("ÿï"));
        assertEquals("Zm9vYmE", Base64Url.encode("fooba"));
        assertEquals("ÿï", Base64Url.decode("_-8"));
        assertNull(Base64Url.decode("_-9"), "bits that no bytes give");
        assertNull(Base64Url.decode("é"));
    }
}
