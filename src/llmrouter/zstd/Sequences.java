package llmrouter.zstd;

import static llmrouter.zstd.LittleEndian.u16;
import static llmrouter.zstd.LittleEndian.u8;

/// The sequences of a block, decoded and performed (RFC 8878 §3.1.1.3.2, §3.1.1.4): each appends some literals, and
/// then repeats earlier content. One for each frame, one owner.
final class Sequences {
    /// Added to a count that takes three bytes.
    private static final int LONG_COUNT = 0x7F00;

    private final int most;
    private final SequenceTables tables = new SequenceTables();
    private final RepeatOffsets offsets = new RepeatOffsets();

    /// @param most bytes of a block
    Sequences(int most) {
        this.most = most;
    }

    /// Reads the section that fills the rest of a block, and appends the block's content to the window.
    void perform(byte[] b, int from, int to, Literals literals, Window window) throws ZstdException {
        if (from >= to) throw ZstdException.damaged("a block has no sequences, and does not say so");
        int first = u8(b, from);
        int length = first < 128 ? 1 : first < 255 ? 2 : 3;
        if (from + length > to) throw ZstdException.damaged("the count of sequences is longer than its block");
        int count = switch (length) {
            case 1 -> first;
            case 2 -> (first - 128 << 8) + u8(b, from + 1);
            default -> u16(b, from + 1) + LONG_COUNT;
        };
        int at = from + length;
        if (count > 0) at = tables.read(b, at, to);
        int used = literals.start();
        if (count > 0) used = perform(new BackwardBits(b, at, to), count, literals, window);
        else if (at < to) throw ZstdException.damaged("a block without sequences goes on after saying so");
        int rest = literals.end() - used;
        if (window.blockLength() + rest > most) throw tooMuch();
        window.append(literals.bytes(), used, rest);
    }

    private static ZstdException tooMuch() {
        return ZstdException.damaged("a block holds more content than its frame allows");
    }

    /// @return where the first literal is that no sequence has used
    private int perform(BackwardBits bits, int count, Literals from, Window window) throws ZstdException {
        FseTable literals = tables.literals();
        FseTable offsetCodes = tables.offsets();
        FseTable matchLengths = tables.matchLengths();
        int literalsState = literals.start(bits);
        int offsetState = offsetCodes.start(bits);
        int matchState = matchLengths.start(bits);
        int used = from.start();
        for (int left = count; left > 0; left--) {
            int literal = literals.entry(literalsState);
            int offset = offsetCodes.entry(offsetState);
            int match = matchLengths.entry(matchState);
            bits.refill();
            long offsetValue = SequenceCode.OFFSET.value(offset, bits);
            int matchLength = (int) SequenceCode.MATCH_LENGTH.value(match, bits);
            bits.refill();
            int literalsLength = (int) SequenceCode.LITERALS_LENGTH.value(literal, bits);
            used = perform(literalsLength, offsetValue, matchLength, used, from, window);
            if (left == 1) break;
            literalsState = FseTable.next(literal, bits);
            matchState = FseTable.next(match, bits);
            offsetState = FseTable.next(offset, bits);
        }
        if (!bits.isAtItsEnd()) throw ZstdException.damaged("the sequences do not end with their last bit");
        return used;
    }

    private int perform(int literalsLength, long offsetValue, int matchLength, int used, Literals literals,
            Window window) throws ZstdException {
        if (literalsLength > literals.end() - used) throw ZstdException.damaged("a sequence lacks its literals");
        if (window.blockLength() + literalsLength + matchLength > most) throw tooMuch();
        window.append(literals.bytes(), used, literalsLength);
        long offset = offsets.offset(offsetValue, literalsLength == 0);
        if (offset <= 0 || !window.reaches(offset)) {
            throw ZstdException.damaged("a sequence repeats content from before the window");
        }
        window.repeat((int) offset, matchLength);
        return used + literalsLength;
    }
}
