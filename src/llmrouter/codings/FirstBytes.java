package llmrouter.codings;

import java.util.List;

import llmrouter.zstd.ZstdDecoder;

/// Finds out from the first bytes of a body how it is coded. Proxies take a coding away and leave its label, or
/// compress and add none, so the label decides only where the bytes leave it open:
///
/// - what begins as gzip or zstd is that, with any label or none;
/// - what begins as JSON, an event stream or a page is that, with any label;
/// - else the label is right.
///
/// What is decoded is looked at in the same way.
final class FirstBytes implements ByteSink {
    /// So many bytes are enough.
    private static final int ENOUGH = 4;

    private final List<String> names;
    private final int deepest;
    private final ByteSink next;
    private final byte[] first = new byte[ENOUGH];
    private int count;
    private ByteSink chosen;

    /// @param names   of codings, the outermost last
    /// @param deepest how many codings may still be found
    FirstBytes(List<String> names, int deepest, ByteSink next) {
        this.names = names;
        this.deepest = deepest;
        this.next = next;
    }

    /// Whether a body without a label may be coded if this is its first byte.
    static boolean mayBeCoded(byte first) {
        return first == 0x1f || ZstdDecoder.mayBegin(new byte[] {first}, 0, 1);
    }

    @Override
    public void take(byte[] bytes, int from, int to) throws CodingException {
        int at = from;
        while (chosen == null && at < to) {
            first[count++] = bytes[at++];
            choose(false);
        }
        if (at < to) chosen.take(bytes, at, to);
    }

    @Override
    public void finish() throws CodingException {
        if (chosen == null) choose(true);
        chosen.finish();
    }

    /// @param all whether no more bytes come
    private void choose(boolean all) throws CodingException {
        chosen = choice(all || count == ENOUGH);
        if (chosen != null) chosen.take(first, 0, count);
    }

    /// @param enough whether it must be decided
    /// @return null if more bytes are needed
    private ByteSink choice(boolean enough) throws CodingException {
        if (count == 0) return next;
        if (first[0] == 0x1f) {
            if (count == 1 && !enough) return null;
            if (count > 1 && first[1] == (byte) 0x8b) return decoder(Coding.GZIP);
        }
        if (ZstdDecoder.mayBegin(first, 0, count)) {
            if (count == ENOUGH) return decoder(Coding.ZSTD);
            if (!enough) return null;
        }
        if (names.isEmpty()) return next;
        return enough ? labelled(names.getLast()) : null;
    }

    private ByteSink labelled(String name) throws CodingException {
        Coding coding = Coding.named(name);
        if (coding == null) {
            if (PlainStart.isMarkup(first, count)) return next;
            throw CodingException.unknown(name);
        }
        return switch (coding) {
            // both have a mark at their beginning, which is not there
            case GZIP, ZSTD -> {
                if (!PlainStart.isText(first, count)) throw CodingException.notThere(coding);
                yield next;
            }
            case DEFLATE -> DeflateDecoder.isZlib(first[0], first[1]) || !PlainStart.isMarkup(first, count)
                ? decoder(coding) : next;
        };
    }

    private ByteSink decoder(Coding coding) throws CodingException {
        if (deepest == 0) throw CodingException.tooDeep(ContentEncoding.MOST);
        List<String> inner = names.isEmpty() ? names : names.subList(0, names.size() - 1);
        return coding.decoder(ZstdBounds.OF_A_STREAM, new FirstBytes(inner, deepest - 1, next));
    }

    @Override
    public long kept() {
        return chosen == null ? 0 : chosen.kept();
    }
}
