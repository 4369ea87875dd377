package llmrouter.codings;

import java.util.Arrays;
import java.util.function.LongConsumer;

/// Keeps what it takes, up to a limit. One owner.
public final class BoundedBytes implements ByteSink {
    private static final int FIRST = 1 << 13;

    private final int most;
    private final LongConsumer growing;
    private byte[] bytes = {};
    private int count;

    public BoundedBytes(int most) {
        this(most, _ -> {});
    }

    /// @param growing is told, before memory is taken, how many bytes are held while the content is copied
    public BoundedBytes(int most, LongConsumer growing) {
        this.most = most;
        this.growing = growing;
    }

    /// @throws CodingException they would be more than the limit; memory for them is not taken
    @Override
    public void take(byte[] from, int start, int end) throws CodingException {
        int length = end - start;
        if (length > most - count) throw CodingException.tooLarge("its content is longer than " + most + " bytes");
        if (length > bytes.length - count) {
            long room = Math.max(2L * bytes.length, Math.max(FIRST, (long) count + length));
            int capacity = (int) Math.min(room, most);
            growing.accept((long) capacity + count);
            bytes = Arrays.copyOf(bytes, capacity);
        }
        System.arraycopy(from, start, bytes, count, length);
        count += length;
    }

    @Override
    public void finish() {}

    /// What has been taken.
    public byte[] copy() {
        return Arrays.copyOf(bytes, count);
    }

    /// The array that holds what has been taken, up to [#count].
    public byte[] bytes() {
        return bytes;
    }

    public int count() {
        return count;
    }
}
