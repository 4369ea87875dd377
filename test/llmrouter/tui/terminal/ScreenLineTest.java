package llmrouter.tui.terminal;

import org.junit.jupiter.api.Test;

import llmrouter.tui.terminal.ScreenLine.Look;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class ScreenLineTest {
    @Test
    void widthsOfCharacters() {
        assertEquals(3, Columns.of("abc"));
        assertEquals(4, Columns.of("日本"));
        assertEquals(1, Columns.of("e\u0301"));
        assertEquals(2, Columns.of("🎉"));
        assertEquals(0, Columns.of(""));
        assertEquals(1, Columns.of("…"));
    }

    @Test
    void whatDoesNotFitIsTold() {
        assertEquals("abc…", Columns.cut("abcdef", 4));
        assertEquals("日…", Columns.cut("日本語", 4));
        assertEquals("abcd", Columns.cut("abcd", 4));
        assertEquals("", Columns.cut("abcd", 0));
        assertEquals("e\u0301…", Columns.cut("e\u0301xyz", 2));
    }

    @Test
    void filledToAWidth() {
        assertEquals("日   ", Columns.padded("日", 5));
        assertEquals("   12", Columns.right("12", 5));
        assertEquals("1234…", Columns.right("1234567", 5));
    }

    @Test
    void aLineIsCutAcrossItsPieces() {
        ScreenLine line = ScreenLine.of("abc", Look.STRONG).with("def").with("ghi", Look.DIM);
        assertEquals("abcdefghi", line.cut(9).text());
        assertEquals("abcdefg…", line.cut(8).text());
        assertEquals("abcde…", line.cut(6).text());
        assertEquals("ab…", line.cut(3).text());
    }

    @Test
    void looksAreSentOnlyToATerminalWithColors() {
        ScreenLine line = ScreenLine.of("a", Look.BAD).with("b");
        assertEquals("ab", line.sequence(false));
        assertEquals("\u001b[31ma\u001b[0mb", line.sequence(true));
    }

    @Test
    void controlsOfTextFromOutsideAreNotSent() {
        assertEquals("a?[2J??b", ScreenLine.of("a\u001b[2J\n\u009bb").sequence(false));
    }

    @Test
    void sizesOfWindows() {
        assertEquals(new TerminalSize(24, 80), TerminalSize.parse("24 80"));
        for (String wrong : new String[] {"", "0 0", "24", "24x80", "-1 80", "a b"}) {
            assertNull(TerminalSize.parse(wrong), wrong);
        }
    }
}
