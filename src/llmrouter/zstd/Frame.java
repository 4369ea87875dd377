package llmrouter.zstd;

/// A frame whose header has been read: decodes its blocks, and verifies what the header promised (RFC 8878 §3.1.1). One
/// owner.
final class Frame {
    private final FrameHeader header;
    private final Window window;
    private final int mostOfABlock;
    private final Literals literals;
    private final Sequences sequences;
    private final Xxh64 hash;
    private long content;

    Frame(FrameHeader header, Window window) {
        this.header = header;
        this.window = window;
        mostOfABlock = header.mostOfABlock();
        literals = new Literals(mostOfABlock);
        sequences = new Sequences(mostOfABlock);
        hash = header.checksum() ? new Xxh64() : null;
        window.beginFrame(header.window());
    }

    BlockHeader blockHeader(byte[] b, int at) throws ZstdException {
        return BlockHeader.read(b, at, mostOfABlock);
    }

    /// Decodes a block into the window.
    /// @param allowed bytes of content that may still come, in this frame and later
    void block(BlockHeader block, byte[] b, int from, long allowed) throws ZstdException {
        boolean compressed = block.type() == BlockHeader.Type.COMPRESSED;
        if (!compressed && block.size() > allowed) throw tooLarge();
        window.beginBlock(compressed ? mostOfABlock : block.size());
        switch (block.type()) {
            case RAW -> window.append(b, from, block.size());
            case REPEATED -> window.append(b[from], block.size());
            case COMPRESSED -> compressed(b, from, from + block.size());
        }
        content += window.blockLength();
        if (window.blockLength() > allowed) throw tooLarge();
        if (header.contentSize() >= 0 && content > header.contentSize()) throw wrongSize();
        if (hash != null) hash.add(window.bytes(), window.blockStart(), window.end());
    }

    private void compressed(byte[] b, int from, int to) throws ZstdException {
        if (from == to) throw ZstdException.damaged("a compressed block is empty");
        int at = literals.read(b, from, to);
        sequences.perform(b, at, to, literals, window);
    }

    static ZstdException tooLarge() {
        return ZstdException.tooLarge("it holds more content than is allowed");
    }

    private ZstdException wrongSize() {
        return ZstdException.damaged("a frame does not hold the " + header.contentSize() + " bytes that it says");
    }

    /// The last block has been decoded.
    void verifySize() throws ZstdException {
        if (header.contentSize() >= 0 && content != header.contentSize()) throw wrongSize();
    }

    boolean hasChecksum() {
        return hash != null;
    }

    /// The low four bytes of the hash of the content follow the last block.
    void verifyChecksum(byte[] b, int at) throws ZstdException {
        if (LittleEndian.i32(b, at) != (int) hash.hash()) {
            throw ZstdException.damaged("the checksum of a frame is not that of its content");
        }
    }
}
