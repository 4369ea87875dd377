package llmrouter.codings;

import java.util.zip.CRC32;

/// Decodes gzip (RFC 1952): one member or several (§2.2). What follows the last member and is none is passed over, as
/// other programs do.
///
/// ```
/// FIXED ─► EXTRA_LENGTH ─► EXTRA ─► NAME ─► COMMENT ─► HEADER_CHECKSUM ─► CONTENT ─► CHECKSUM ─► FIXED | BEHIND
/// ```
/// A header has only those of its parts that its flags say.
final class GzipDecoder implements ByteSink {
    private enum Part { FIXED, EXTRA_LENGTH, EXTRA, NAME, COMMENT, HEADER_CHECKSUM, CONTENT, CHECKSUM, BEHIND }

    private static final int LONGEST_HEADER = 1 << 17;
    /// How many bytes the first part of a header has (§2.3).
    private static final int FIXED_LENGTH = 10;
    private static final int ID_1 = 0x1f;
    private static final int ID_2 = 0x8b;
    private static final int DEFLATE = 8;
    /// Of the checksum of the content, and its length (§2.3.1).
    private static final int TRAILER_LENGTH = 8;

    private final ByteSink next;
    private final CRC32 checksum = new CRC32();
    private final ByteSink content = new Content();
    private Part part = Part.FIXED;
    /// Bytes of the part that have been read.
    private int read;
    /// A number that the part holds.
    private long number;
    private int headerLength;
    private int flags;
    private int extraLength;
    private long length;
    private int members;
    private Inflating data;

    GzipDecoder(ByteSink next) {
        this.next = next;
    }

    /// The content of all members, on its way to the next sink.
    private final class Content implements ByteSink {
        @Override
        public void take(byte[] bytes, int from, int to) throws CodingException {
            checksum.update(bytes, from, to - from);
            length += to - from;
            next.take(bytes, from, to);
        }

        @Override
        public void finish() {}
    }

    @Override
    public void take(byte[] bytes, int from, int to) throws CodingException {
        int at = from;
        while (at < to && part != Part.BEHIND) {
            if (part == Part.CONTENT) at = inflate(bytes, at, to);
            else if (part == Part.CHECKSUM) trailer(bytes[at++] & 0xff);
            else header(bytes[at++] & 0xff);
        }
    }

    private int inflate(byte[] bytes, int from, int to) throws CodingException {
        int end = data.take(bytes, from, to);
        if (data.isFinished()) begin(Part.CHECKSUM);
        return end;
    }

    private void begin(Part next) {
        part = next;
        read = 0;
        number = 0;
    }

    private void header(int b) throws CodingException {
        if (++headerLength > LONGEST_HEADER) throw CodingException.damaged(Coding.GZIP, "its header has no end");
        read++;
        switch (part) {
            case FIXED -> fixed(b);
            case EXTRA_LENGTH -> {
                extraLength |= b << 8 * (read - 1);
                if (read == 2) begin(Part.EXTRA);
            }
            case NAME, COMMENT -> {
                if (b == 0) begin(part == Part.NAME ? Part.COMMENT : Part.HEADER_CHECKSUM);
            }
            case EXTRA, HEADER_CHECKSUM, CONTENT, CHECKSUM, BEHIND -> {}
        }
        passAbsentParts();
    }

    /// §2.3.1: two marks, the method, the flags; time, level and system are not used.
    private void fixed(int b) throws CodingException {
        boolean marked = read > 2 || b == (read == 1 ? ID_1 : ID_2);
        if (!marked && members == 0) throw CodingException.notThere(Coding.GZIP);
        if (!marked) {
            begin(Part.BEHIND);
            return;
        }
        if (read == 3 && b != DEFLATE) throw CodingException.damaged(Coding.GZIP, "its method " + b + " is unknown");
        if (read == 4) flags = b;
        if (read < FIXED_LENGTH) return;
        extraLength = 0;
        begin(Part.EXTRA_LENGTH);
    }

    private void passAbsentParts() {
        if (part == Part.EXTRA_LENGTH && (flags & 4) == 0) begin(Part.NAME);
        if (part == Part.EXTRA && read == extraLength) begin(Part.NAME);
        if (part == Part.NAME && (flags & 8) == 0) begin(Part.COMMENT);
        if (part == Part.COMMENT && (flags & 16) == 0) begin(Part.HEADER_CHECKSUM);
        boolean open = part == Part.HEADER_CHECKSUM && (flags & 2) != 0 && read < 2;
        if (part == Part.HEADER_CHECKSUM && !open) beginContent();
    }

    private void beginContent() {
        begin(Part.CONTENT);
        headerLength = 0;
        length = 0;
        checksum.reset();
        // one for all members: a body may have a million of them
        if (data == null) data = new Inflating(Coding.GZIP, true, content);
        else data.restart();
    }

    private void trailer(int b) throws CodingException {
        number |= (long) b << 8 * read;
        if (++read < TRAILER_LENGTH) return;
        long expected = length << 32 | checksum.getValue();
        if (number != expected) throw CodingException.damaged(Coding.GZIP, "its checksum is not that of its content");
        members++;
        begin(Part.FIXED);
    }

    /// The end of the content shows that it is whole, also where its checksum is missing.
    @Override
    public void finish() throws CodingException {
        switch (part) {
            case CONTENT -> data.checkEnd();
            case FIXED, EXTRA_LENGTH, EXTRA, NAME, COMMENT, HEADER_CHECKSUM -> {
                boolean behind = members > 0 && part == Part.FIXED && read < 2;
                if (!behind) throw CodingException.torn(Coding.GZIP);
            }
            case CHECKSUM, BEHIND -> {}
        }
        if (data != null) data.close();
        next.finish();
    }

    @Override
    public long kept() {
        return next.kept();
    }
}
