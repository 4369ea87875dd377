package llmrouter.tui.terminal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import llmrouter.text.Printable;
import llmrouter.tui.terminal.TerminalKey.Letter;
import llmrouter.tui.terminal.TerminalKey.Named;
import llmrouter.tui.terminal.TerminalKey.Pasted;

/// Makes keys of the bytes that a terminal sends, one byte after the other.
///
/// Theory of operation: a byte is a character of UTF-8, a control, or part of an escape sequence (ECMA-48 §5.4):
/// ```
/// GROUND ─ESC─► ESCAPED ─[─► SEQUENCE ─final byte─► key, or nothing if it is not known
///                  │ └─O─► SINGLE ─any byte─► key       │200~
///                  └─] P _ ^ X─► STRING ─BEL, ESC \─► nothing     ▼
///                                                    PASTE ─ESC [201~─► the text
/// ```
/// The Esc key sends the same byte that begins a sequence. So what follows within a short time belongs to it, and
/// [#pause] says that nothing has followed. Not thread-safe.
public final class KeyDecoder {
    private static final int ESC = 0x1b;
    private static final int LONGEST_SEQUENCE = 32;
    private static final int LONGEST_PASTE = 1 << 18;
    /// A paste without an end is over after so many pauses.
    private static final int PAUSES_OF_A_PASTE = 20;
    private static final byte[] PASTE_END = "\u001b[201~".getBytes(StandardCharsets.US_ASCII);

    private enum State { GROUND, ESCAPED, SINGLE, SEQUENCE, STRING, PASTE }

    private State state = State.GROUND;
    private final StringBuilder sequence = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int missing;
    private int pauses;
    private boolean endsString;

    /// Takes a byte.
    /// @return the key that it completes; null if it completes none
    public TerminalKey feed(int b) {
        pauses = 0;
        return switch (state) {
            case GROUND -> ground(b);
            case ESCAPED -> escaped(b);
            case SINGLE -> {
                state = State.GROUND;
                yield b == ESC ? begin() : EscapeKeys.single((char) b);
            }
            case SEQUENCE -> sequence(b);
            case STRING -> string(b);
            case PASTE -> paste(b);
        };
    }

    /// No byte came for a while.
    /// @return the key that this completes: Esc, or a paste that has no end; else null
    public TerminalKey pause() {
        pauses++;
        if (state == State.PASTE) return pauses < PAUSES_OF_A_PASTE ? null : pasted(bytes.size());
        State before = state;
        state = State.GROUND;
        missing = 0;
        return before == State.ESCAPED ? Named.ESCAPE : null;
    }

    // ── characters ──

    private TerminalKey ground(int b) {
        if (missing > 0 && (b & 0xC0) == 0x80) return continued(b);
        missing = 0;
        if (b == ESC) return begin();
        if (b < 0x20 || b == 0x7f) return EscapeKeys.control(b);
        if (b < 0x80) return new Letter(b);
        bytes.reset();
        missing = b >= 0xF0 ? 3 : b >= 0xE0 ? 2 : b >= 0xC0 ? 1 : 0;
        if (missing > 0) bytes.write(b);
        return null;
    }

    private TerminalKey continued(int b) {
        bytes.write(b);
        if (--missing > 0) return null;
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
            return Printable.of(text).equals(text) ? new Letter(text.codePointAt(0)) : null;
        } catch (CharacterCodingException _) {
            return null; // not UTF-8
        }
    }

    // ── sequences ──

    private TerminalKey begin() {
        state = State.ESCAPED;
        return null;
    }

    private TerminalKey escaped(int b) {
        state = State.GROUND;
        sequence.setLength(0);
        switch (b) {
            case ESC -> {
                return begin(); // Esc twice is Esc, unless a sequence follows, which is then the key with Alt
            }
            case '[' -> state = State.SEQUENCE;
            case 'O' -> state = State.SINGLE;
            case ']', 'P', '_', '^', 'X' -> {
                state = State.STRING;
                endsString = false;
            }
            case '\r', '\n' -> {
                return Named.NEW_LINE;
            }
            case 0x7f, 0x08 -> {
                return Named.ERASE_WORD;
            }
            case 0x03 -> {
                return Named.INTERRUPT;
            }
            default -> missing = 0; // a character with Alt means nothing here
        }
        return null;
    }

    private TerminalKey sequence(int b) {
        if (b == ESC) return begin();
        sequence.append((char) b);
        boolean linuxFunctionKey = b == '[' && sequence.length() == 1;
        boolean last = b >= 0x40 && b < 0x7f && !linuxFunctionKey;
        if (!last && b >= 0x20 && sequence.length() < LONGEST_SEQUENCE) return null;
        state = State.GROUND;
        if (!last) return b < 0x20 ? ground(b) : null;
        String whole = sequence.toString();
        if (!whole.equals("200~")) return EscapeKeys.sequence(whole);
        state = State.PASTE;
        bytes.reset();
        return null;
    }

    /// A reply of the terminal, which nothing here has asked for.
    private TerminalKey string(int b) {
        if (b == 0x07 || endsString) state = State.GROUND;
        endsString = b == ESC;
        return null;
    }

    // ── pastes ──

    private TerminalKey paste(int b) {
        bytes.write(b);
        if (b == '~' && endsPaste()) return pasted(bytes.size() - PASTE_END.length);
        return bytes.size() < LONGEST_PASTE ? null : pasted(bytes.size());
    }

    private boolean endsPaste() {
        byte[] all = bytes.toByteArray();
        int from = all.length - PASTE_END.length;
        return from >= 0 && ByteBuffer.wrap(all, from, PASTE_END.length).equals(ByteBuffer.wrap(PASTE_END));
    }

    private TerminalKey pasted(int length) {
        state = State.GROUND;
        return new Pasted(plain(new String(bytes.toByteArray(), 0, length, StandardCharsets.UTF_8)));
    }

    /// Text with `\n` at the end of lines, spaces for tabs, and no other character that cannot be shown.
    static String plain(String text) {
        var plain = new StringBuilder(text.length());
        String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace('\t', ' ');
        lines.codePoints().filter(c -> c == '\n' || Printable.safe(c)).forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
