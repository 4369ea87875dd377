package llmrouter.zstd;

import java.util.Arrays;

import static llmrouter.zstd.LittleEndian.u16;
import static llmrouter.zstd.LittleEndian.u24;
import static llmrouter.zstd.LittleEndian.u8;

/// The literals of a block (RFC 8878 §3.1.1.3.1), and the Huffman code that a later block of the frame may use again.
/// One for each frame, one owner.
final class Literals {
    private static final int RAW = 0;
    private static final int REPEATED = 1;
    private static final int COMPRESSED = 2;
    /// The ends of the first three of four streams, relative to each other, two bytes each (§3.1.1.3.1.6).
    private static final int JUMP_TABLE = 6;

    private final int most;
    private byte[] own = {};
    private byte[] bytes = own;
    private int start;
    private int end;
    private HuffmanTable table;

    /// @param most bytes of a block
    Literals(int most) {
        this.most = most;
    }

    /// The array in which the literals are, from [#start] to [#end]. It may be the block's.
    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /// What the first bytes of the section say (§3.1.1.3.1.1).
    ///
    /// @param content bytes of literals
    /// @param stored  bytes that follow
    /// @param streams 4 or 1, of a Huffman code
    private record Header(int length, int content, int stored, int streams) {}

    /// Reads the section from `from` on.
    /// @return where the byte after it is
    int read(byte[] b, int from, int to) throws ZstdException {
        int type = u8(b, from) & 3;
        int format = u8(b, from) >> 2 & 3;
        int length = type <= REPEATED ? lengthOfPlain(format) : lengthOfCoded(format);
        if (from + length > to) throw tooLong();
        Header header = type <= REPEATED ? plain(b, from, type, length) : coded(b, from, format, length);
        if (header.content > most) throw ZstdException.damaged("a block has more literals than content");
        int at = from + length;
        int next = at + header.stored;
        if (next > to) throw tooLong();
        switch (type) {
            case RAW -> point(b, at, header.content);
            case REPEATED -> repeat(b[at], header.content);
            default -> decode(b, type == COMPRESSED ? newTable(b, at, next) : at, next, header);
        }
        return next;
    }

    private static ZstdException tooLong() {
        return ZstdException.damaged("the literals are longer than their block");
    }

    private static int lengthOfPlain(int format) {
        return switch (format) {
            case 1 -> 2;
            case 3 -> 3;
            default -> 1;
        };
    }

    private static int lengthOfCoded(int format) {
        return format < 2 ? 3 : format + 2;
    }

    private static Header plain(byte[] b, int at, int type, int length) {
        int content = switch (length) {
            case 1 -> u8(b, at) >> 3;
            case 2 -> u16(b, at) >> 4;
            default -> u24(b, at) >> 4;
        };
        return new Header(length, content, type == RAW ? content : 1, 0);
    }

    /// Two sizes of 10, 14 or 18 bits each follow four bits of type and format.
    private static Header coded(byte[] b, int at, int format, int length) {
        int bits = 4 * length - 2;
        long sizes = 0;
        for (int i = length - 1; i >= 0; i--) sizes = sizes << 8 | u8(b, at + i);
        int mask = (1 << bits) - 1;
        return new Header(length, (int) (sizes >> 4) & mask, (int) (sizes >> 4 + bits) & mask, format == 0 ? 1 : 4);
    }

    private void point(byte[] b, int at, int content) {
        bytes = b;
        start = at;
        end = at + content;
    }

    private void makeRoom(int content) {
        if (own.length < content) own = new byte[content];
        point(own, 0, content);
    }

    private void repeat(byte value, int content) {
        makeRoom(content);
        Arrays.fill(bytes, 0, content, value);
    }

    /// @return where the byte after the description is
    private int newTable(byte[] b, int from, int to) throws ZstdException {
        HuffmanWeights weights = HuffmanWeights.read(b, from, to);
        table = HuffmanTable.of(weights.weights());
        return weights.end();
    }

    private void decode(byte[] b, int at, int to, Header header) throws ZstdException {
        if (table == null) throw ZstdException.damaged("a block repeats a Huffman code, and there is none before it");
        makeRoom(header.content);
        if (header.streams == 1) table.decode(new BackwardBits(b, at, to), bytes, 0, end);
        else decodeFour(b, at, to);
    }

    /// The first three streams have a quarter of the literals each, rounded up.
    private void decodeFour(byte[] b, int from, int to) throws ZstdException {
        int quarter = (end + 3) / 4;
        if (from + JUMP_TABLE > to || 3 * quarter > end) {
            throw ZstdException.damaged("a block has too few literals for four streams");
        }
        int at = from + JUMP_TABLE;
        for (int i = 0; i < 4; i++) {
            int next = i < 3 ? at + u16(b, from + 2 * i) : to;
            if (next > to) throw tooLong();
            int last = i < 3 ? (i + 1) * quarter : end;
            table.decode(new BackwardBits(b, at, next), bytes, i * quarter, last);
            at = next;
        }
    }
}
