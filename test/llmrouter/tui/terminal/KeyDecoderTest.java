package llmrouter.tui.terminal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import llmrouter.tui.terminal.TerminalKey.Letter;
import llmrouter.tui.terminal.TerminalKey.Named;
import llmrouter.tui.terminal.TerminalKey.Pasted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class KeyDecoderTest {
    /// The keys of what is typed without a pause, and of the pause behind it.
    private static List<TerminalKey> keys(String typed) {
        var decoder = new KeyDecoder();
        var keys = new ArrayList<TerminalKey>();
        for (byte b : typed.getBytes(StandardCharsets.UTF_8)) add(keys, decoder.feed(b & 0xFF));
        add(keys, decoder.pause());
        return keys;
    }

    private static void add(List<TerminalKey> keys, TerminalKey key) {
        if (key != null) keys.add(key);
    }

    private static Letter letter(String text) {
        return new Letter(text.codePointAt(0));
    }

    @Test
    void lettersOfEveryLength() {
        assertEquals(List.of(letter("a"), letter("ë"), letter("日"), letter("🎉")), keys("aë日🎉"));
    }

    @Test
    void arrowsInBothModesAndWithModifiers() {
        assertEquals(List.of(Named.UP, Named.DOWN, Named.RIGHT, Named.LEFT), keys("\u001b[A\u001b[B\u001b[C\u001b[D"));
        assertEquals(List.of(Named.UP, Named.DOWN, Named.RIGHT, Named.LEFT), keys("\u001bOA\u001bOB\u001bOC\u001bOD"));
        assertEquals(List.of(Named.UP, Named.LEFT), keys("\u001b[1;5A\u001b[1;2D"));
    }

    @Test
    void keysThatMoveInTheDialectsOfTerminals() {
        assertEquals(List.of(Named.HOME, Named.HOME, Named.HOME, Named.HOME),
            keys("\u001b[H\u001b[1~\u001b[7~\u001bOH"));
        assertEquals(List.of(Named.END, Named.END, Named.END, Named.END), keys("\u001b[F\u001b[4~\u001b[8~\u001bOF"));
        assertEquals(List.of(Named.PAGE_UP, Named.PAGE_DOWN, Named.DELETE, Named.BACK_TAB),
            keys("\u001b[5~\u001b[6~\u001b[3~\u001b[Z"));
        assertEquals(List.of(Named.HELP, Named.HELP, Named.HELP), keys("\u001bOP\u001b[11~\u001b[[A"));
    }

    @Test
    void aNewLineByShiftOrAltAndEnter() {
        assertEquals(List.of(Named.NEW_LINE, Named.NEW_LINE, Named.NEW_LINE, Named.ENTER, Named.ENTER),
            keys("\u001b[13;2u\u001b[27;2;13~\u001b\r\r\n"));
    }

    @Test
    void controlsOfKeyboardsThatSendCodePoints() {
        assertEquals(List.of(Named.INTERRUPT, Named.ESCAPE, letter("?")), keys("\u001b[99;5u\u001b[27u\u001b[63;2u"));
    }

    @Test
    void escAloneIsTheKeyOnlyAfterAPause() {
        var decoder = new KeyDecoder();
        assertNull(decoder.feed(0x1b));
        assertEquals(Named.ESCAPE, decoder.pause());
        assertNull(decoder.feed(0x1b));
        assertNull(decoder.feed('['));
        assertNull(decoder.pause(), "a sequence without its end is nothing");
        assertEquals(letter("A"), decoder.feed('A'));
    }

    @Test
    void escTwiceIsEscAndWithASequenceTheKeyWithAlt() {
        assertEquals(List.of(Named.ESCAPE), keys("\u001b\u001b"));
        assertEquals(List.of(Named.UP), keys("\u001b\u001b[A"));
    }

    @Test
    void unknownSequencesAreNothing() {
        assertEquals(List.of(letter("x")), keys("\u001b[?1;2c\u001b[24~\u001b[<0;1;1M\u001bq\u001b[999999999999~x"));
        assertEquals(List.of(letter("x")), keys("\u001b]11;rgb:ff/ff/ff\u0007\u001bP1$r0m\u001b\\x"));
        assertEquals(List.of(letter("x")), keys("\u001b[" + "1".repeat(32) + "x"));
    }

    @Test
    void charactersThatCannotBeShownAreNothing() {
        assertEquals(List.of(letter("a")), keys("\u0000\u0085\u202e\u0019a"));
        var decoder = new KeyDecoder();
        for (int b : new int[] {0xFF, 0xC0, 0x80, 0xED, 0xA0, 0x80, 0x80}) assertNull(decoder.feed(b));
        assertEquals(letter("a"), decoder.feed('a'));
    }

    @Test
    void aPasteIsOneKeyWithPlainLines() {
        assertEquals(List.of(new Pasted("a\nb\nc d[2J"), Named.ENTER),
            keys("\u001b[200~a\r\nb\rc\td\u001b[2J\u0007\u001b[201~\r"));
    }

    @Test
    void aPasteWithoutAnEndEndsAfterAWhile() {
        var decoder = new KeyDecoder();
        for (byte b : "\u001b[200~abc".getBytes(StandardCharsets.US_ASCII)) assertNull(decoder.feed(b));
        TerminalKey key = null;
        for (int i = 0; i < 30 && key == null; i++) key = decoder.pause();
        assertEquals(new Pasted("abc"), key);
    }

    @Test
    void noBytesMakeAnException() {
        var random = new Random(7);
        var decoder = new KeyDecoder();
        var usual = "\u001b[]OP;~u0123456789".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 200_000; i++) {
            decoder.feed(random.nextBoolean() ? usual[random.nextInt(usual.length)] : random.nextInt(256));
            if (random.nextInt(50) == 0) decoder.pause();
        }
        while (decoder.pause() != null) Thread.onSpinWait();
        for (int i = 0; i < 30; i++) decoder.pause();
        assertEquals(letter("a"), decoder.feed('a'));
    }
}
