package llmrouter.server.bodies;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;

import llmrouter.chat.GatewayError;
import llmrouter.chat.Seal;
import llmrouter.codings.Encoded;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.memory.HeapBudgets;
import llmrouter.memory.HeapShares;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// With the shares of a heap of 64 MB.
class BodyRoomTest {
    private static final int USUAL_LIMIT = 32 << 20;

    private final HeapBudgets heap = HeapBudgets.of(HeapShares.of(64 << 20), _ -> {});
    private final BodyRoom room = new BodyRoom(heap, USUAL_LIMIT);

    private String read(HeldBody held, InputStream in, String... fields) throws IOException {
        var headers = new ArrayList<Header>();
        for (int i = 0; i < fields.length; i += 2) headers.add(new Header(fields[i], fields[i + 1]));
        held.reading(_ -> {});
        return BodyReader.read(HeaderMap.of(headers), in, held).text();
    }

    private int refused(InputStream in, String... fields) {
        try (HeldBody held = room.begin()) {
            var refusal = assertThrows(GatewayError.class, () -> read(held, in, fields));
            if (refusal.error().status() == 413) assertTrue(refusal.error().message().contains("-Xmx"));
            return refusal.error().status();
        } finally {
            assertEquals(0, heap.bodies().taken());
        }
    }

    private static InputStream spaces(int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) ' ');
        return new ByteArrayInputStream(bytes);
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSmallHeapLowersTheLimit() {
        assertTrue(room.isLowered());
        assertTrue(room.limit() > 4 << 20 && room.limit() < 8 << 20, "limit " + room.limit());
        assertFalse(new BodyRoom(HeapBudgets.of(HeapShares.of(1 << 30), _ -> {}), USUAL_LIMIT).isLowered());
        assertEquals(413, refused(spaces(room.limit() + 1)));
        assertEquals(413, refused(text("{}"), "content-length", "30000000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,", "{},", "[[]],", "{\"a\":1},", "\"\","})
    void valuesAreCountedBeforeTheirTreeIsMade(String value) {
        String many = "{\"messages\":[" + value.repeat(4_000_000 / value.length()) + "1]}";
        assertEquals(413, refused(text(many)));
    }

    @Test
    void valuesInTheArgumentsOfACallAreCountedToo() {
        assertEquals(413, refused(text("{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\","
            + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":["
            + "0,".repeat(2_000_000) + "0]}\"}}]}]}")));
    }

    /// A seal is Base64: a client can forge one whose content has millions of values.
    @ParameterizedTest
    @ValueSource(strings = {"llm-router.1", "\\u006clm-router.1", "llm\\u002drouter.1"})
    void valuesInSealsAreCountedToo(String mark) {
        String content = "{\"members\":{\"a\":[" + "0,".repeat(60_000) + "0]}}";
        String seal = new Seal(Seal.Kind.MEMBERS, "p/m", content).text().replace("llm-router.1", mark);
        String block = "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"" + seal + "\"},";
        assertEquals(413, refused(text("{\"messages\":[{\"role\":\"assistant\",\"content\":[" + block.repeat(10)
            + "{\"type\":\"text\",\"text\":\"\"}]}]}")));
    }

    /// As many members of an object as fit into the body: each is a name and a value in the heap.
    @Test
    void membersAreCountedToo() {
        assertEquals(413, refused(text("{" + "\"a\":1,".repeat(600_000) + "\"b\":1}")));
    }

    @Test
    void aBodyThatFindsNoRoomIsRefused() throws Exception {
        try (HeldBody first = room.begin()) {
            read(first, spaces(room.limit() - 4096));
            try (HeldBody second = room.begin()) {
                var refusal = assertThrows(GatewayError.class, () -> read(second, spaces(room.limit() - 4096)));
                assertEquals(503, refusal.error().status());
            }
        }
        assertEquals(0, heap.bodies().taken());
    }

    @Test
    void whatIsHeldIsGivenBack() throws IOException {
        try (HeldBody held = room.begin()) {
            assertEquals(100_000, read(held, spaces(100_000)).length());
            assertTrue(heap.bodies().taken() >= 400_000, "taken " + heap.bodies().taken());
        }
        assertEquals(0, heap.bodies().taken());
        InputStream torn = new InputStream() {
            private int left = 200_000;

            @Override
            public int read() throws IOException {
                if (left == 0) throw new IOException("torn");
                left--;
                return ' ';
            }
        };
        try (HeldBody held = room.begin()) {
            assertThrows(IOException.class, () -> read(held, torn));
        }
        assertEquals(0, heap.bodies().taken());
    }

    /// What a request refers to stands beside what the client sent.
    @Test
    void whatARequestRefersToIsCountedBesideIt() throws IOException {
        try (HeldBody held = room.begin()) {
            read(held, spaces(100_000));
            long sent = heap.bodies().taken();
            held.grows(200_000, false, 10);
            long narrow = heap.bodies().taken() - sent;
            assertTrue(narrow >= 800_000, "taken " + narrow);
            held.grows(200_000, true, 10);
            assertTrue(heap.bodies().taken() - sent >= 2 * 800_000, "taken " + heap.bodies().taken());
            assertEquals(413, assertThrows(GatewayError.class, () -> held.grows(room.limit() + 1L, false, 1))
                .error().status());
            assertEquals(413, assertThrows(GatewayError.class, () -> held.grows(200_000, false, 1 << 20))
                .error().status());
        }
        assertEquals(0, heap.bodies().taken());
    }

    @Test
    void aSmallBodyHasRoomBesideLargeOnes() throws IOException {
        var large = new ArrayList<HeldBody>();
        int refused = 0;
        while (refused == 0) {
            HeldBody held = room.begin();
            large.add(held);
            try {
                read(held, spaces(1_000_000));
            } catch (GatewayError e) {
                refused = e.error().status();
            }
        }
        assertEquals(503, refused);
        try (HeldBody held = room.begin()) {
            assertEquals("{\"a\":1}", read(held, text("{\"a\":1}")));
        }
        large.forEach(HeldBody::close);
        assertEquals(0, heap.bodies().taken());
    }

    /// Text that is no Latin takes two bytes for each character.
    @Test
    void wideTextIsCountedAsWhatItIs() throws IOException {
        try (HeldBody held = room.begin()) {
            read(held, text(" ".repeat(500_000) + "漢"));
            assertTrue(heap.bodies().taken() > 3_000_000, "taken " + heap.bodies().taken());
        }
        assertEquals(413, refused(text(" ".repeat(4_000_000) + "漢")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zlib", "zstd", "gzip,gzip,gzip,gzip", "zlib,gzip"})
    void whatIsInflatedIsCounted(String codings) {
        byte[] bomb = Encoded.as(codings, new byte[40 << 20]);
        String label = codings.replace("zlib", "deflate");
        assertEquals(413, refused(new ByteArrayInputStream(bomb), "content-encoding", label));
    }
}
