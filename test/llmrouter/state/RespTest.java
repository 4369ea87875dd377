package llmrouter.state;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.state.RespValue.RespError;
import llmrouter.state.RespValue.RespList;
import llmrouter.state.RespValue.RespNil;
import llmrouter.state.RespValue.RespNumber;
import llmrouter.state.RespValue.RespText;

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

    private static RespValue read(String wire) throws IOException {
        return Resp.read(new ByteArrayInputStream(bytes(wire)));
    }

    @Test
    void readsTheSameReplyHoweverItIsSplit() throws IOException {
        byte[] wire = bytes(WIRE + ":7\r\n");
        for (int at = 0; at <= wire.length; at++) {
            InputStream in = new SequenceInputStream(new ByteArrayInputStream(wire, 0, at),
                new ByteArrayInputStream(wire, at, wire.length - at));
            assertEquals(MEANT, Resp.read(in), "split at " + at);
            assertEquals(new RespNumber(7), Resp.read(in), "what follows, split at " + at);
        }
    }

    @Test
    void failsWhereverTheReplyIsCut() {
        byte[] wire = bytes(WIRE);
        for (int at = 0; at < wire.length; at++) {
            var in = new ByteArrayInputStream(Arrays.copyOf(wire, at));
            assertTrue(assertThrows(IOException.class, () -> Resp.read(in), "cut at " + at).getMessage()
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
    }
}
