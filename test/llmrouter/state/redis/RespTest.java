package llmrouter.state.redis;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.state.redis.RespValue.RespError;
import llmrouter.state.redis.RespValue.RespList;
import llmrouter.state.redis.RespValue.RespNil;
import llmrouter.state.redis.RespValue.RespNumber;
import llmrouter.state.redis.RespValue.RespText;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RespTest {
    private static final String WIRE =
        "*6\r\n+OK\r\n-NOSCRIPT No matching script.\r\n:-42\r\n$7\r\nå\r\nß!\r\n$-1\r\n*2\r\n*0\r\n$0\r\n\r\n";
    private static final RespValue MEANT = new RespList(List.of(new RespText("OK"),
        new RespError("NOSCRIPT No matching script."), new RespNumber(-42),
        new RespText("å\r\nß!"), new RespNil(), new RespList(List.of(new RespList(List.of()), new RespText("")))));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RespValue whole(InputStream in) throws IOException {
        return Resp.read(in, () -> Resp.LARGEST_REPLY);
    }

    private static RespValue read(String wire) throws IOException {
        return whole(new ByteArrayInputStream(bytes(wire)));
    }

    @Test
    void readsTheSameReplyHoweverItIsSplit() throws IOException {
        byte[] wire = bytes(WIRE + ":7\r\n");
        for (int at = 0; at <= wire.length; at++) {
            InputStream in = new SequenceInputStream(new ByteArrayInputStream(wire, 0, at),
                new ByteArrayInputStream(wire, at, wire.length - at));
            assertEquals(MEANT, whole(in), "split at " + at);
            assertEquals(new RespNumber(7), whole(in), "what follows, split at " + at);
        }
    }

    @Test
    void failsWhereverTheReplyIsCut() {
        byte[] wire = bytes(WIRE);
        for (int at = 0; at < wire.length; at++) {
            var in = new ByteArrayInputStream(Arrays.copyOf(wire, at));
            assertTrue(assertThrows(IOException.class, () -> whole(in), "cut at " + at).getMessage()
                .startsWith("the connection was closed"), "cut at " + at);
        }
    }

    @Test
    void refusesWhatIsNoReply() {
        for (String wire : List.of("HTTP/1.1 400 Bad Request\r\n\r\n", ":4x\r\n", ":\r\n", "+OK\rX", "$2\r\nabc\r\n",
            "$-2\r\n", "*-7\r\n", "$99999999999\r\n",
                "$1048577\r\n", "*65537\r\n", "*1\r\n".repeat(10) + ":1\r\n", "+" + "x".repeat(5000) + "\r\n")) {
            assertThrows(IOException.class, () -> read(wire), wire);
        }
    }

    /// Sixty-five thousand strings of a megabyte were within the limits of each part.
    @Test
    void theSumOfAReplyIsBoundedWithWhatItsValuesCost() throws IOException {
        String mebibyte = "$1048576\r\n" + "x".repeat(1 << 20) + "\r\n";
        for (String wire : List.of("*5\r\n" + mebibyte.repeat(5), "*65536\r\n" + ":1\r\n".repeat(65_536),
            "*2\r\n" + ("*1\r\n" + "*4\r\n" + mebibyte.repeat(2) + ":1\r\n:1\r\n").repeat(2))) {
            assertEquals("a reply takes more than 4194304 bytes", assertThrows(IOException.class, () -> read(wire))
                .getMessage());
        }
        assertTrue(read("*2\r\n" + mebibyte + mebibyte) instanceof RespList two && two.items().size() == 2);
        var in = new ByteArrayInputStream(bytes("$100\r\n" + "x".repeat(100) + "\r\n"));
        assertEquals("a reply takes more than 90 bytes", assertThrows(IOException.class, () -> Resp.read(in, () -> 90))
            .getMessage());
    }

    @Test
    void knowsBothKindsOfNil() throws IOException {
        assertEquals(new RespNil(), read("$-1\r\n"));
        assertEquals(new RespNil(), read("*-1\r\n"));
    }

    @Test
    void countsTheBytesOfACommandNotItsCharacters() {
        assertEquals("*2\r\n$3\r\nGET\r\n$4\r\nåß\r\n", new String(Resp.command("GET", "åß"), StandardCharsets.UTF_8));
    }

    @Test
    void takesOnlyTheCodeOfAnErrorForGranted() {
        assertEquals("WRONGPASS", new RespError("WRONGPASS invalid password").code());
        assertEquals("an error", new RespError("hunter2 is wrong").code());
        assertEquals("an error", new RespError("SECRETPASSWORDXYZ is wrong").code());
    }
}
