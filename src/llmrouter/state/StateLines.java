package llmrouter.state;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// The lines of a state file, read piece by piece, so that no file is too large for the memory.
///
/// @param whole the length in bytes up to the end of the last complete line
/// @param all   the length in bytes of all that was read
record StateLines(long whole, long all) {
    /// Journals are compacted at 4 MiB, and a snapshot is about as long. A file that is larger than this is none.
    static final long LARGEST_FILE = 64L << 20;
    /// No change is longer.
    private static final int LONGEST_LINE = 1 << 20;
    private static final int PIECE = 64 << 10;

    /// Reads to the end.
    ///
    /// @param each gets the lines without their ends; the empty text for one that is too long to be a change
    /// @param torn gets what follows the last line end, if there is something
    static StateLines read(ReadableByteChannel in, Consumer<String> each, Consumer<String> torn) throws IOException {
        var piece = ByteBuffer.allocate(PIECE);
        var line = new ByteArrayOutputStream();
        boolean tooLong = false;
        long whole = 0;
        long all = 0;
        while (in.read(piece) >= 0) {
            int from = 0;
            byte[] bytes = piece.array();
            for (int i = 0; i < piece.position(); i++) {
                if (bytes[i] != '\n') continue;
                if (!tooLong) line.write(bytes, from, i - from);
                each.accept(tooLong ? "" : line.toString(StandardCharsets.UTF_8));
                line.reset();
                tooLong = false;
                from = i + 1;
                whole = all + from;
            }
            all += piece.position();
            line.write(bytes, from, piece.position() - from);
            tooLong |= line.size() > LONGEST_LINE;
            if (tooLong) line.reset();
            piece.clear();
        }
        if (whole < all) torn.accept(tooLong ? "" : line.toString(StandardCharsets.UTF_8));
        return new StateLines(whole, all);
    }
}
