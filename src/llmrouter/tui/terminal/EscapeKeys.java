package llmrouter.tui.terminal;

import llmrouter.text.Printable;
import llmrouter.tui.terminal.TerminalKey.Letter;
import llmrouter.tui.terminal.TerminalKey.Named;

/// The keys behind controls and escape sequences, as xterm, the Linux console, rxvt, `screen` and tmux send them. Keys
/// with Shift, Ctrl or Alt count as the keys alone, except where a line says otherwise.
final class EscapeKeys {
    private EscapeKeys() {}

    /// The key of a control character (ECMA-48 §5.2); null if it means nothing.
    static TerminalKey control(int b) {
        return switch (b) {
            case 0x01 -> Named.HOME;
            case 0x02 -> Named.BACK;
            case 0x03 -> Named.INTERRUPT;
            case 0x04 -> Named.END_OF_INPUT;
            case 0x05 -> Named.END;
            case 0x06 -> Named.RIGHT;
            case 0x08, 0x7f -> Named.BACKSPACE;
            case 0x09 -> Named.TAB;
            case 0x0a, 0x0d -> Named.ENTER;
            case 0x0b -> Named.ERASE_REST;
            case 0x0c -> Named.REDRAW;
            case 0x0e -> Named.DOWN;
            case 0x10 -> Named.UP;
            case 0x15 -> Named.ERASE_LINE;
            case 0x17 -> Named.ERASE_WORD;
            case 0x1a -> Named.SUSPEND;
            default -> null;
        };
    }

    /// The key of a sequence that begins with `ESC O`.
    static TerminalKey single(char last) {
        return last == 'M' ? Named.ENTER : last == 'P' ? Named.HELP : ofLetter(last);
    }

    private static TerminalKey ofLetter(char last) {
        return switch (last) {
            case 'A' -> Named.UP;
            case 'B' -> Named.DOWN;
            case 'C' -> Named.RIGHT;
            case 'D' -> Named.LEFT;
            case 'F' -> Named.END;
            case 'H' -> Named.HOME;
            case 'Z' -> Named.BACK_TAB;
            default -> null;
        };
    }

    /// The key of a sequence that begins with `ESC [`.
    ///
    /// @param sequence what follows
    static TerminalKey sequence(String sequence) {
        char last = sequence.charAt(sequence.length() - 1);
        if (sequence.equals("[A")) return Named.HELP; // F1 of the Linux console
        String[] numbers = sequence.substring(0, sequence.length() - 1).split(";", -1);
        return switch (last) {
            case '~' -> ofNumber(numbers);
            case 'u' -> ofCodePoint(numbers);
            case 'P' -> Named.HELP;
            default -> ofLetter(last);
        };
    }

    private static TerminalKey ofNumber(String[] numbers) {
        return switch (numbers[0]) {
            case "1", "7" -> Named.HOME;
            case "3" -> Named.DELETE;
            case "4", "8" -> Named.END;
            case "5" -> Named.PAGE_UP;
            case "6" -> Named.PAGE_DOWN;
            case "11" -> Named.HELP;
            // modifyOtherKeys of xterm: `27;2;13~` is Enter with Shift
            case "27" -> numbers.length == 3 ? modified(number(numbers[2]), number(numbers[1])) : null;
            default -> null;
        };
    }

    /// `13;2u`: a code point and a modifier (fixterms, also in kitty).
    private static TerminalKey ofCodePoint(String[] numbers) {
        return modified(number(numbers[0]), numbers.length > 1 ? number(numbers[1]) : 1);
    }

    /// @param modifiers one more than the sum of 1 (Shift), 2 (Alt), 4 (Ctrl)
    private static TerminalKey modified(int codePoint, int modifiers) {
        boolean shifted = modifiers > 1;
        if (codePoint == 13) return shifted ? Named.NEW_LINE : Named.ENTER;
        if (codePoint == 27) return Named.ESCAPE;
        if (codePoint == 9) return shifted ? Named.BACK_TAB : Named.TAB;
        if (codePoint == 127) return Named.BACKSPACE;
        boolean control = (modifiers - 1 & 4) != 0;
        if (control) return codePoint >= 'a' && codePoint <= 'z' ? control(codePoint - 'a' + 1) : null;
        boolean character = modifiers <= 2 && Character.isValidCodePoint(codePoint)
            && Printable.of(Character.toString(codePoint)).equals(Character.toString(codePoint));
        return character ? new Letter(codePoint) : null;
    }

    /// -1 if it is none.
    private static int number(String digits) {
        boolean number = !digits.isEmpty() && digits.length() < 8 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.parseInt(digits) : -1;
    }
}
