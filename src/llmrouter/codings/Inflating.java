package llmrouter.codings;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Deflate data (RFC 1951) as it arrives: everything that a piece stands for is passed on at once. One owner.
final class Inflating {
    /// The end of the empty block by which an encoder flushes, as a number.
    private static final int FLUSHED = 0x0000_FFFF;

    private final Coding coding;
    private final Inflater inflater;
    private final ByteSink out;
    private final byte[] buffer = new byte[8192];
    /// The last four bytes that came.
    private int last = -1;

    /// @param bare without the header and the checksum of zlib
    Inflating(Coding coding, boolean bare, ByteSink out) {
        this.coding = coding;
        this.inflater = new Inflater(bare);
        this.out = out;
    }

    /// @return where the deflate data, or the piece, ends
    int take(byte[] b, int from, int to) throws CodingException {
        inflater.setInput(b, from, to - from);
        try {
            for (int n = inflater.inflate(buffer); n > 0; n = inflater.inflate(buffer)) out.take(buffer, 0, n);
        } catch (DataFormatException e) {
            throw CodingException.damaged(coding, e.getMessage() == null ? "it breaks off" : e.getMessage());
        }
        if (inflater.needsDictionary()) throw CodingException.undecodable(coding, "it needs a dictionary");
        for (int i = Math.max(from, to - 4); i < to; i++) last = last << 8 | b[i] & 0xff;
        return to - inflater.getRemaining();
    }

    boolean isFinished() {
        return inflater.finished();
    }

    /// New data begins.
    void restart() {
        inflater.reset();
        last = -1;
    }

    /// Frees what the JDK holds outside the heap.
    void close() {
        inflater.end();
    }

    /// The data has ended. Some servers flush what they have and close, without the last block: that is all they had.
    void checkEnd() throws CodingException {
        if (last != FLUSHED) throw CodingException.torn(coding);
    }
}
