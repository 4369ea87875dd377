package llmrouter.worker;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.zstd.ZstdException;
import llmrouter.zstd.ZstdSamples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/// What is said of a request's body that cannot be read. The details are what workerd says.
class BodyFaultTest {
    @ParameterizedTest
    @CsvSource({"gzip,its gzip coding is damaged,Decompression failed.",
        "gzip,its gzip coding ends too early,Called close() on a decompression stream with incomplete data",
        "deflate,its deflate coding is damaged,Trailing bytes after end of compressed data",
        "zstd,its zstd coding ends too early,its zstd coding ends too early"})
    void aDamagedBodyNamesItsCoding(String coding, String words, String detail) {
        assertEquals(BodyFault.DAMAGED, BodyFault.of(detail, List.of(coding)));
        assertEquals(words, BodyFault.words(detail, List.of(coding)));
    }

    @Test
    void aBodyWhoseConnectionBrokeIsNotDamaged() {
        assertEquals(BodyFault.TORN_OFF, BodyFault.of("Network connection lost.", List.of("gzip")));
        assertEquals(BodyFault.TORN_OFF, BodyFault.of("any words", List.of()));
    }

    @Test
    void aBodyThatGrowsTooMuchIsLarge() {
        var decoder = new HostedZstd(1_000);
        var bomb = new String(ZstdSamples.bomb(10), StandardCharsets.ISO_8859_1);
        ZstdException large = assertThrows(ZstdException.class, () -> decoder.feed(bomb));
        assertEquals(BodyFault.LARGE, BodyFault.of(HostedZstd.told(large), List.of("zstd")));
    }
}
