package llmrouter.codings;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.codings.CodingException.Kind;
import llmrouter.zstd.ZstdSamples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static llmrouter.codings.Encoded.as;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

class CodingsTest {
    private static final byte[] JSON = "{\"id\":\"größe\",\"n\":[1,2,3,1,2,3,1,2,3]}".getBytes(UTF_8);
    private static final int MOST = 1 << 20;

    private static byte[] strict(List<String> fields, byte[]... pieces) throws CodingException {
        var out = new BoundedBytes(MOST);
        return read(ContentEncoding.of(fields).decoder(MOST, out), out, pieces);
    }

    private static byte[] lenient(List<String> fields, byte[]... pieces) throws CodingException {
        var out = new BoundedBytes(MOST);
        return read(ContentEncoding.of(fields).lenientDecoder(out), out, pieces);
    }

    private static byte[] read(ByteSink decoder, BoundedBytes out, byte[]... pieces) throws CodingException {
        for (byte[] piece : pieces) decoder.take(piece, 0, piece.length);
        decoder.finish();
        return out.copy();
    }

    private static byte[][] cut(byte[] bytes, int at) {
        return new byte[][] {Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at, bytes.length)};
    }

    private static byte[][] single(byte[] bytes) {
        var single = new byte[bytes.length][];
        for (int i = 0; i < bytes.length; i++) single[i] = new byte[] {bytes[i]};
        return single;
    }

    /// What was made, and how it is labelled: one coding, the two kinds of deflate, lists, fields, odd spellings.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gzip|gzip", "gzip|X-GZIP", "zlib|deflate", "raw|deflate", "zstd|zstd",
        "gzip,zstd|gzip, zstd", "gzip,zstd|gzip;zstd", "zstd,zlib,gzip|zstd,deflate,gzip", "gzip,gzip|gzip,gzip",
        "raw,gzip|deflate;x-gzip", "gzip|identity, gzip", "gzip|gzip,,", "zstd| ZSTD , none", "|identity", "|utf-8",
        "gzip,gzip,gzip,gzip|gzip,gzip,gzip,gzip"})
    void whatIsLabelledRightIsReadAtEverySplit(String made, String label) throws CodingException {
        byte[] body = as(made == null ? "" : made, JSON);
        List<String> fields = List.of(label.split(";"));
        for (int at = 0; at <= body.length; at++) {
            assertArrayEquals(JSON, strict(fields, cut(body, at)), "cut at " + at);
            assertArrayEquals(JSON, lenient(fields, cut(body, at)), "cut at " + at);
        }
        assertArrayEquals(JSON, strict(fields, single(body)));
        assertArrayEquals(JSON, lenient(fields, single(body)));
    }

    /// The first bytes of an answer decide, not its label.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"|gzip", "|zstd", "|deflate", "|br", "|gzip, br", "|compress", "gzip|none",
        "gzip|identity", "zstd|none", "gzip|zstd", "zstd|gzip", "gzip|deflate", "gzip|br", "gzip,gzip|gzip",
        "gzip|gzip, gzip", "zstd,gzip|gzip", "gzip|deflate, gzip", "gzip|application/json"})
    void anAnswerIsWhatItsFirstBytesSay(String made, String label) throws CodingException {
        byte[] body = as(made == null ? "" : made, JSON);
        for (int at = 0; at <= body.length; at++) {
            assertArrayEquals(JSON, lenient(List.of(label), cut(body, at)), "cut at " + at);
        }
        assertArrayEquals(JSON, lenient(List.of(label), single(body)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\n", "\n\n{\"a\":1}", "data: x\n\n", "event: x\n", ": a comment\n", "id: 1\n",
        "retry: 5\n", "<!doctype html>", "<html>", "[{\"error\":1}]", "\uFEFF{\"a\":1}", "  "})
    void textIsKnownUnderALabelThatSaysNothingOfIt(String text) throws CodingException {
        byte[] body = text.getBytes(UTF_8);
        for (String label : List.of("br", "gzip", "zstd", "deflate")) {
            assertEquals(text, new String(lenient(List.of(label), body), UTF_8), label);
            assertEquals(text, new String(lenient(List.of(label), single(body)), UTF_8), label);
        }
    }

    @ParameterizedTest
    @CsvSource({"br", "compress", "dcb", "x-made-up"})
    void anotherCodingIsNamed(String label) {
        byte[] body = {0x0b, 0x02, (byte) 0x80, 0x7b, 0x7d, 0x03};
        for (String field : List.of(label, label.toUpperCase(), "gzip, " + label)) {
            var refusal = assertThrows(CodingException.class, () -> lenient(List.of(field), body));
            assertEquals("its content encoding '" + label + "' is not one that this gateway reads",
                refusal.getMessage());
            assertEquals(Kind.UNKNOWN, assertThrows(CodingException.class, () -> strict(List.of(field), JSON)).kind());
        }
    }

    /// Each costs a few bytes, and none adds to the depth of a call.
    @ParameterizedTest
    @CsvSource({"gzip,1f8b0800000000000003 0300 0000000000000000", "zstd,28b52ffd 2000 010000",
        "zstd,502a4d18 00000000"})
    void aMillionEmptyMembersAreReadInTheirOrder(String coding, String empty) throws CodingException {
        byte[] member = HexFormat.of().parseHex(empty.replace(" ", ""));
        var pieces = new byte[1001][];
        byte[] thousand = new byte[1000 * member.length];
        for (int i = 0; i < thousand.length; i++) thousand[i] = member[i % member.length];
        Arrays.fill(pieces, thousand);
        pieces[1000] = as(coding, JSON);
        assertArrayEquals(JSON, strict(List.of(coding), pieces));
    }

    @Test
    void aRequestHasToBeWhatItSays() {
        for (String label : List.of("gzip", "zstd")) {
            var refusal = assertThrows(CodingException.class, () -> strict(List.of(label), JSON));
            assertEquals(Kind.DAMAGED, refusal.kind());
            assertTrue(refusal.getMessage().contains(label), refusal.getMessage());
        }
        assertThrows(CodingException.class, () -> strict(List.of("gzip"), as("zstd", JSON)));
        assertThrows(CodingException.class, () -> strict(List.of("deflate"), as("gzip", JSON)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zlib", "raw", "zstd", "zstd,gzip"})
    void aBodyThatBreaksOffIsTornAndItsCodingNamed(String made) {
        byte[] body = as(made, JSON);
        String label = made.equals("zlib") || made.equals("raw") ? "deflate" : made;
        int checksum = made.endsWith("gzip") ? 8 : 0;
        for (int cut = 0; cut < body.length - checksum; cut++) {
            byte[] torn = Arrays.copyOf(body, cut);
            var refusal = assertThrows(CodingException.class, () -> strict(List.of(label), torn), "cut " + cut);
            assertEquals(Kind.TORN, refusal.kind());
            String outer = label.substring(label.indexOf(',') + 1);
            assertEquals("its " + outer + " coding ends too early", refusal.getMessage());
        }
    }

    /// The deflate data says itself where it ends, so that a missing checksum takes nothing away.
    @Test
    void aGzipMemberWithoutItsChecksumIsWhole() throws CodingException {
        byte[] body = as("gzip", JSON);
        for (int missing = 1; missing <= 8; missing++) {
            assertArrayEquals(JSON, strict(List.of("gzip"), Arrays.copyOf(body, body.length - missing)));
        }
    }

    @Test
    void aServerThatFlushesAndClosesHasSaidAllItHad() throws CodingException {
        byte[] flushed = Encoded.flushed(JSON);
        for (int at = 0; at <= flushed.length; at++) {
            assertArrayEquals(JSON, lenient(List.of("gzip"), cut(flushed, at)));
        }
        byte[] torn = Arrays.copyOf(flushed, flushed.length - 1);
        assertEquals(Kind.TORN, assertThrows(CodingException.class, () -> lenient(List.of("gzip"), torn)).kind());
    }

    @Test
    void whatFollowsAGzipMemberIsAnotherOrPassedOver() throws CodingException {
        byte[] gzip = as("gzip", JSON);
        byte[] twice = Encoded.joined(JSON, JSON);
        for (String behind : List.of("rubbish", "\u0000\u0000\u0000", "\u001f", "\u001fx")) {
            byte[] body = Encoded.joined(gzip, gzip, behind.getBytes(UTF_8));
            for (int at = 0; at <= body.length; at++) assertArrayEquals(twice, lenient(List.of("gzip"), cut(body, at)));
        }
        byte[] zlib = Encoded.joined(as("zlib", JSON), gzip);
        for (int at = 0; at <= zlib.length; at++) assertArrayEquals(JSON, strict(List.of("deflate"), cut(zlib, at)));
    }

    @Test
    void aWrongChecksumIsDamage() {
        byte[] gzip = as("gzip", JSON);
        for (int i = 1; i <= 8; i++) {
            byte[] wrong = gzip.clone();
            wrong[wrong.length - i] ^= 1;
            var refusal = assertThrows(CodingException.class, () -> strict(List.of("gzip"), wrong));
            assertEquals("its gzip coding is damaged: its checksum is not that of its content", refusal.getMessage());
        }
        byte[] method = gzip.clone();
        method[2] = 7;
        assertThrows(CodingException.class, () -> strict(List.of("gzip"), method));
    }

    @Test
    void dictionariesAreRefusedInWords() {
        byte[] zstd = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x21, 7, 5};
        var refusal = assertThrows(CodingException.class, () -> strict(List.of("zstd"), zstd));
        assertEquals("its zstd coding cannot be decoded: a frame needs the dictionary 7", refusal.getMessage());
        byte[] zlib = Encoded.withDictionary(JSON);
        assertEquals("its deflate coding cannot be decoded: it needs a dictionary",
            assertThrows(CodingException.class, () -> strict(List.of("deflate"), zlib)).getMessage());
    }

    /// Compressed again and again: each step is stopped at the limit of the content.
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zlib", "gzip,gzip", "gzip,gzip,gzip", "zstd,gzip"})
    void bombsAreStopped(String made) {
        byte[] bomb = made.startsWith("zstd") ? as("gzip", ZstdSamples.bomb(2_000)) : as(made, new byte[30 << 20]);
        List<String> label = List.of(made.replace("zlib", "deflate"));
        assertEquals(Kind.TOO_LARGE, assertThrows(CodingException.class, () -> strict(label, bomb)).kind());
        assertEquals(Kind.TOO_LARGE, assertThrows(CodingException.class, () -> lenient(label, bomb)).kind());
    }

    @Test
    void codingsWithoutEndAreRefused() {
        byte[] deep = as("gzip,gzip,gzip,gzip,gzip", JSON);
        assertThrows(CodingException.class, () -> lenient(List.of(), deep));
        assertEquals(Kind.UNKNOWN, assertThrows(CodingException.class,
            () -> strict(List.of("gzip,gzip,gzip,gzip,gzip"), deep)).kind());
    }

    @Test
    void changedBodiesAreReadOrRefusedAndNothingElse() {
        var random = new SplittableRandom(12);
        List<String> made = List.of("gzip", "zlib", "raw", "zstd", "zstd,gzip", "");
        List<String> labels = List.of("gzip", "deflate", "zstd", "br", "zstd, gzip", "none");
        for (int round = 0; round < 20_000; round++) {
            byte[] body = as(made.get(random.nextInt(made.size())), JSON);
            for (int n = random.nextInt(3); n >= 0; n--) body[random.nextInt(body.length)] = (byte) random.nextInt();
            byte[] cut = random.nextBoolean() ? body : Arrays.copyOf(body, random.nextInt(body.length));
            List<String> label = List.of(labels.get(random.nextInt(labels.size())));
            try {
                if (random.nextBoolean()) strict(label, cut(cut, random.nextInt(cut.length + 1)));
                else lenient(label, cut(cut, random.nextInt(cut.length + 1)));
            } catch (CodingException _) {
                continue;
            } catch (RuntimeException | Error e) {
                fail("round " + round, e);
            }
        }
    }
}
