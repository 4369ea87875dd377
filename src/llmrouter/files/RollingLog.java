package llmrouter.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;

import llmrouter.files.nofollow.FileState;
import llmrouter.files.nofollow.OpenFolder;

/// A log of lines with a limited size. Once the file has its full size it becomes `.1`, the file before it `.2`, and
/// so on; the oldest is deleted. Only the owner may read and write these files. Several processes may write to the
/// log, and read it at the same time.
///
/// The file is opened for each append, so that no process keeps writing to a file that another one has renamed. What
/// is appended in one call goes to the system in one piece (`O_APPEND`), so that lines of two writers never mix.
///
/// @param fullBytes from which size on a file is renamed
/// @param kept      how many old files there may be
public record RollingLog(Path path, long fullBytes, int kept) {
    private static final long FULL_BYTES = 20 << 20;
    private static final int KEPT = 5;
    private static final int BLOCK = 256 << 10;
    /// No record is longer. A longer line is something else and need not be read as a whole.
    private static final int LONGEST_LINE = 8 << 20;

    public static RollingLog at(Path path) {
        return new RollingLog(path.toAbsolutePath(), FULL_BYTES, KEPT);
    }

    /// Creates the file if it is not there, and closes older ones to other users.
    ///
    /// @param say gets a line about each file that other users could read until now
    /// @throws IOException nothing can be written there
    public void prepare(Consumer<String> say) throws IOException {
        OpenFolder.make(path.getParent(), null);
        try (var folder = OpenFolder.of(path.getParent(), say)) {
            open(folder).close();
            for (int i = 1; i <= kept; i++) folder.tighten(name(i));
        }
    }

    private FileChannel open(OpenFolder folder) throws IOException {
        return folder.own(name(0), StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /// Appends whole lines.
    /// @return whether the file is full now and should be [#roll]ed
    public boolean append(String lines) throws IOException {
        var bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        try (var folder = OpenFolder.of(path.getParent()); FileChannel channel = open(folder)) {
            while (bytes.hasRemaining()) channel.write(bytes);
            return channel.size() >= fullBytes;
        }
    }

    /// Renames a full file, unless another writer has just done so.
    public void roll() throws IOException {
        try (var _ = FileGuard.on(path); var folder = OpenFolder.of(path.getParent())) {
            FileState now = folder.state(name(0));
            if (now == null || now.size() < fullBytes) return;
            for (int i = kept; i > 0; i--) {
                if (folder.state(name(i - 1)) != null) folder.rename(name(i - 1), name(i));
            }
        }
    }

    private Path numbered(int i) {
        return path.resolveSibling(name(i));
    }

    private String name(int i) {
        return path.getFileName() + (i == 0 ? "" : "." + i);
    }

    /// The newest line that passes the test, or null. Reads backwards, and stops at the first match.
    public String newest(Predicate<String> test) throws IOException {
        return newest(test, Long.MAX_VALUE);
    }

    /// The same among the last bytes of the log.
    ///
    /// @param mostBytes how much is read, rounded up to whole blocks
    public String newest(Predicate<String> test, long mostBytes) throws IOException {
        long left = mostBytes;
        for (int i = 0; i <= kept && left > 0; i++) {
            String found = newest(numbered(i), test, left);
            if (found != null) return found;
            left -= Files.exists(numbered(i)) ? Files.size(numbered(i)) : 0;
        }
        return null;
    }

    private static String newest(Path file, Predicate<String> test, long mostBytes) throws IOException {
        // opening a pipe may never end
        if (Files.exists(file) && !Files.isRegularFile(file)) throw new FileError(file + " is no regular file");
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            byte[] torn = {};
            boolean tooLong = false;
            long at = channel.size();
            long first = Math.max(0, at - mostBytes);
            while (at > first) {
                int length = (int) Math.min(BLOCK, at);
                at -= length;
                byte[] block = Arrays.copyOf(read(channel, at, length), length + torn.length);
                System.arraycopy(torn, 0, block, length, torn.length);
                int end = block.length;
                for (int i = Math.min(end, length) - 1; i >= 0; i--) {
                    if (block[i] != '\n') continue;
                    String found = tooLong ? null : matching(block, i + 1, end, test);
                    if (found != null) return found;
                    tooLong = false;
                    end = i;
                }
                tooLong |= end > LONGEST_LINE;
                torn = tooLong ? new byte[0] : Arrays.copyOf(block, end);
            }
            return at > 0 ? null : matching(torn, 0, torn.length, test);
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    private static byte[] read(SeekableByteChannel channel, long at, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        channel.position(at);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) continue;
        return bytes.array();
    }

    private static String matching(byte[] bytes, int from, int to, Predicate<String> test) {
        String line = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return !line.isEmpty() && test.test(line) ? line : null;
    }
}
