package llmrouter.codings;

/// Decodes the coding `deflate`: by its first two bytes in the zlib format (RFC 1950), or bare (RFC 1951). What follows
/// the data is passed over.
final class DeflateDecoder implements ByteSink {
    /// In the low half of the first byte of zlib (RFC 1950 §2.2).
    private static final int METHOD_DEFLATE = 8;

    private final ByteSink next;
    private final byte[] first = new byte[2];
    private int count;
    private Inflating data;
    private boolean finished;

    DeflateDecoder(ByteSink next) {
        this.next = next;
    }

    /// Whether these begin the zlib format: the method, a window of at most 32 KiB, and a multiple of 31.
    static boolean isZlib(byte first, byte second) {
        int cmf = first & 0xff;
        return (cmf & 15) == METHOD_DEFLATE && cmf >> 4 <= 7 && (cmf << 8 | second & 0xff) % 31 == 0;
    }

    @Override
    public void take(byte[] bytes, int from, int to) throws CodingException {
        int at = from;
        while (data == null && at < to) {
            first[count++] = bytes[at++];
            if (count == first.length) {
                data = new Inflating(Coding.DEFLATE, !isZlib(first[0], first[1]), next);
                inflate(first, 0, count);
            }
        }
        if (at < to) inflate(bytes, at, to);
    }

    private void inflate(byte[] bytes, int from, int to) throws CodingException {
        if (finished) return;
        data.take(bytes, from, to);
        finished = data.isFinished();
        if (finished) data.close();
    }

    @Override
    public void finish() throws CodingException {
        if (data == null) throw CodingException.torn(Coding.DEFLATE);
        if (!finished) data.checkEnd();
        next.finish();
    }

    @Override
    public long kept() {
        return next.kept();
    }
}
