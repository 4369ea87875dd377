package llmrouter.zstd;

/// The tables of the three codes of sequences, as the last block with sequences left them (RFC 8878 §3.1.1.3.2.1). One
/// for each frame, one owner.
final class SequenceTables {
    /// Compression modes, two bits for each code.
    private static final int PREDEFINED = 0;
    private static final int ONE_SYMBOL = 1;
    private static final int DESCRIBED = 2;
    private static final int RESERVED_BITS = 3;

    private FseTable literals;
    private FseTable offsets;
    private FseTable matchLengths;

    FseTable literals() {
        return literals;
    }

    FseTable offsets() {
        return offsets;
    }

    FseTable matchLengths() {
        return matchLengths;
    }

    /// Reads the byte of the modes at `from`, and the tables behind it.
    /// @return where the byte after them is
    int read(byte[] b, int from, int to) throws ZstdException {
        if (from >= to) throw tooLong();
        int modes = LittleEndian.u8(b, from);
        if ((modes & RESERVED_BITS) != 0) throw ZstdException.damaged("the modes of the tables set a reserved bit");
        var bytes = new Place(b, from + 1, to);
        literals = table(modes >> 6, SequenceCode.LITERALS_LENGTH, literals, bytes);
        offsets = table(modes >> 4 & 3, SequenceCode.OFFSET, offsets, bytes);
        matchLengths = table(modes >> 2 & 3, SequenceCode.MATCH_LENGTH, matchLengths, bytes);
        return bytes.at;
    }

    private static ZstdException tooLong() {
        return ZstdException.damaged("the tables of the sequences are longer than their block");
    }

    /// Where the next table is read from.
    private static final class Place {
        private final byte[] bytes;
        private final int to;
        private int at;

        Place(byte[] bytes, int at, int to) {
            this.bytes = bytes;
            this.at = at;
            this.to = to;
        }
    }

    private static FseTable table(int mode, SequenceCode code, FseTable last, Place place) throws ZstdException {
        switch (mode) {
            case PREDEFINED -> {
                return code.predefined();
            }
            case ONE_SYMBOL -> {
                if (place.at >= place.to) throw tooLong();
                return code.ofOne(LittleEndian.u8(place.bytes, place.at++));
            }
            case DESCRIBED -> {
                var bits = new ForwardBits(place.bytes, place.at, place.to);
                FseTable table = code.described(bits);
                place.at = bits.end();
                return table;
            }
            default -> {
                if (last == null) throw ZstdException.damaged("a block repeats a table, and there is none before it");
                return last;
            }
        }
    }
}
