package llmrouter.proof;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MutualProofTest {
    private static final byte[] NONE = {};
    private static final String C = "0123456789abcdef0123456789abcdef";
    private static final String G = "fedcba9876543210fedcba9876543210";

    private final ProofKey key = new ProofKey("00112233445566778899aabbccddeeff");
    private final MutualProof proof = new MutualProof(key, 17, 4711);

    @Test
    void everyPartOfAMessageCounts() {
        var all = new ArrayList<String>();
        for (var one : List.of(proof, new MutualProof(ProofKey.random(), 17, 4711), new MutualProof(key, 18, 4711),
            new MutualProof(key, 17, 4712))) {
            all.addAll(List.of(one.commandHello(C), one.commandHello(G), one.gatewayHello(C, G), one.gatewayHello(G, C),
                one.request(G, "GET", "/control/stop", NONE), one.request(G, "POST", "/control/stop", NONE),
                one.request(C, "POST", "/control/stop", NONE), one.request(G, "POST", "/control/stop?", NONE),
                one.request(G, "POST", "/control/stop", new byte[1]), one.answer(C, 200, NONE),
                one.answer(G, 200, NONE), one.answer(C, 404, NONE), one.answer(C, 200, new byte[1]), one.stream(C)));
        }
        assertEquals(all.size(), new HashSet<>(all).size());
        assertTrue(all.stream().noneMatch(mac -> mac.contains(key.value())));
        assertFalse(key.toString().contains(key.value()) || proof.toString().contains(key.value()));
    }

    @Test
    void theMacIsTheOneOfRfc2104WithSha256() {
        // printf %s 1:a2:bc | openssl dgst -sha256 -hmac 00112233445566778899aabbccddeeff
        assertEquals("8e3fcf3919091bbad03a0558af9e7398d9b5f3a0f0d81f1201ff475e4c7abfb6", key.mac("a", "bc"));
    }

    @Test
    void aChallengeIsGoodForOneUseWithinTenSeconds() {
        var now = new AtomicLong(Long.MAX_VALUE - 5_000); // the clock may pass its end
        var challenges = new Challenges(proof, now::get);
        String one = challenges.next();
        String late = challenges.next();
        assertTrue(challenges.use(one));
        assertFalse(challenges.use(one));
        assertFalse(challenges.use(one.toUpperCase(java.util.Locale.ROOT)));
        now.addAndGet(Challenges.LIFE_MS - 1);
        assertFalse(challenges.use(one), "it is remembered as long as it would be good");
        now.addAndGet(1);
        assertFalse(challenges.use(late));
        assertTrue(challenges.use(challenges.next()));
        assertEquals(1, challenges.remembered(), "what is over is forgotten");
    }

    @Test
    void whatIsNoChallengeOfThisGatewayTakesNoMemory() {
        var challenges = new Challenges(proof);
        String real = challenges.next();
        var other = new Challenges(new MutualProof(key, 18, 4711));
        for (String wrong : new String[] {null, "", C, "x".repeat(112), real.substring(1), real + "0", other.next(),
            "0".repeat(112), flipped(real, 3), flipped(real, 30), flipped(real, 100)}) {
            assertFalse(challenges.use(wrong), wrong);
        }
        for (int i = 0; i < 100_000; i++) challenges.next();
        assertEquals(0, challenges.remembered());
        assertTrue(challenges.use(real));
    }

    private static String flipped(String text, int at) {
        return text.substring(0, at) + (text.charAt(at) == '0' ? '1' : '0') + text.substring(at + 1);
    }

    // ── lines ──

    private static ProvenLines reading(String text, LineProofs proofs, int longest) {
        return new ProvenLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), proofs, longest);
    }

    private String sealed(String... lines) {
        LineProofs proofs = proof.lines(C);
        var out = new StringBuilder();
        for (String line : lines) out.append(proofs.seal(line));
        return out.toString();
    }

    private List<String> read(String text) throws IOException {
        var lines = new ArrayList<String>();
        try (var in = reading(text, proof.lines(C), 1 << 20)) {
            for (String line = in.next(); line != null; line = in.next()) lines.add(line);
        }
        return lines;
    }

    @Test
    void linesComeAsTheyWereSent() throws IOException {
        String[] lines = {"one", "", "zwei äöü \u2028", "x".repeat(200_000), "last"};
        assertEquals(List.of(lines), read(sealed(lines)));
        assertEquals(List.of(), read(""));
    }

    @Test
    void noLineCanBeAddedLeftOutMovedOrChanged() {
        String[] parts = sealed("a", "b", "c").split("(?<=\n)");
        for (String wrong : List.of(parts[1], parts[0] + parts[2], parts[0] + parts[0], parts[0] + "planted\n",
            parts[0] + parts[1].replace(" b", " B"), parts[0] + "\n", parts[0] + parts[1].strip(),
            proof.lines(G).seal("a"), new MutualProof(key, 18, 4711).lines(C).seal("a"))) {
            assertThrows(IOException.class, () -> read(wrong), wrong);
        }
    }

    @Test
    void aLineThatIsTooLongIsLeftOutAndTheNextOneIsRead() throws IOException {
        try (var in = reading(sealed("a", "x".repeat(1_001), "y".repeat(1_000), "z"), proof.lines(C), 1_000)) {
            assertEquals("a", in.next());
            assertEquals("", in.next());
            assertEquals("y".repeat(1_000), in.next());
            assertEquals("z", in.next());
            assertNull(in.next());
        }
    }
}
