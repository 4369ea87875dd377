package llmrouter.proof;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the lines of a streamed answer, and believes none without its proof. Length and number of the lines are
/// bounded: a longer one is left out, and after too many the answer counts as broken. One thread uses it.
public final class ProvenLines implements AutoCloseable {
    /// More than the state and the answers of any gateway, and the calls of a long handover.
    private static final long MOST_LINES = 10_000_000;
    private static final int PIECE = 64 << 10;

    private final InputStream in;
    private final LineProofs proofs;
    private final int longest;
    private final byte[] piece = new byte[PIECE];
    private int at;
    private int end;
    private byte[] line = new byte[1024];
    private long number;

    /// @param in is closed with this
    public ProvenLines(InputStream in, LineProofs proofs) {
        // a line may have an image that a client sent
        this(in, proofs, (int) Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 8));
    }

    /// @param longest line in bytes
    ProvenLines(InputStream in, LineProofs proofs, int longest) {
        this.in = in;
        this.proofs = proofs;
        this.longest = longest + LineProofs.LENGTH;
    }

    /// The next line; an empty one in place of one that is too long; null at the end.
    ///
    /// @throws IOException a line has not its proof, or there are too many, or the connection has ended too early
    public String next() throws IOException {
        int length = 0;
        boolean tooLong = false;
        while (true) {
            if (at == end && !fill()) {
                if (length == 0 && !tooLong) return null;
                throw new IOException("the last line is incomplete");
            }
            int from = at;
            while (at < end && piece[at] != '\n') at++;
            int part = at - from;
            tooLong |= length + part > longest;
            if (!tooLong) {
                if (length + part > line.length) line = Arrays.copyOf(line, Math.min(longest, 2 * (length + part)));
                System.arraycopy(piece, from, line, length, part);
                length += part;
            }
            if (at == end) continue;
            at++;
            return tooLong ? skipped() : proven(length);
        }
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(piece));
        return end > 0;
    }

    private String skipped() throws IOException {
        count();
        proofs.skip();
        return "";
    }

    private String proven(int length) throws IOException {
        count();
        if (!proofs.opens(line, length)) throw new IOException("line " + number + " is not from the gateway");
        String text = new String(line, LineProofs.LENGTH, length - LineProofs.LENGTH, StandardCharsets.UTF_8);
        if (line.length > PIECE) line = new byte[PIECE];
        return text;
    }

    private void count() throws IOException {
        if (++number > MOST_LINES) throw new IOException("more than " + MOST_LINES + " lines came");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
