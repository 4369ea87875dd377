package llmrouter.zstd;

/// The three bytes before a block (RFC 8878 §3.1.1.2).
///
/// @param last whether it is the frame's last block
/// @param size bytes of content for [Type#REPEATED], else bytes that follow
record BlockHeader(boolean last, Type type, int size) {
    static final int LENGTH = 3;

    /// Block_Type (§3.1.1.2.2).
    enum Type {
        /// the content as it is
        RAW,
        /// one byte, which the content repeats
        REPEATED,
        /// literals and sequences
        COMPRESSED
    }

    static BlockHeader read(byte[] b, int at, int most) throws ZstdException {
        int bits = LittleEndian.u24(b, at);
        Type type = switch (bits >> 1 & 3) {
            case 0 -> Type.RAW;
            case 1 -> Type.REPEATED;
            case 2 -> Type.COMPRESSED;
            default -> throw ZstdException.damaged("a block is of the reserved type");
        };
        int size = bits >> 3;
        if (size > most) throw ZstdException.damaged("a block of " + size + " bytes is larger than its frame allows");
        return new BlockHeader((bits & 1) != 0, type, size);
    }

    /// How many bytes of the block follow.
    int follows() {
        return type == Type.REPEATED ? 1 : size;
    }
}
