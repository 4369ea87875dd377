package llmrouter.zstd;

import java.io.ByteArrayOutputStream;

/// A frame written by hand, block by block.
final class HandMade {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) bytes[i] = (byte) values[i];
        return bytes;
    }

    static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) out.writeBytes(part);
        return out.toByteArray();
    }

    /// A header without size and checksum: the descriptor, and a window of two to that power.
    static byte[] windowDescriptor(int log) {
        return bytes(0, log - 10 << 3);
    }

    HandMade header(byte[] afterMagic) {
        out.writeBytes(bytes(0x28, 0xB5, 0x2F, 0xFD));
        out.writeBytes(afterMagic);
        return this;
    }

    private HandMade block(int type, int size, byte[] bytes, boolean last) {
        int header = size << 3 | type << 1 | (last ? 1 : 0);
        out.writeBytes(bytes(header, header >> 8, header >> 16));
        out.writeBytes(bytes);
        return this;
    }

    HandMade raw(byte[] content, boolean last) {
        return block(0, content.length, content, last);
    }

    HandMade repeated(int value, int times, boolean last) {
        return block(1, times, bytes(value), last);
    }

    HandMade compressed(byte[] content, boolean last) {
        return block(2, content.length, content, last);
    }

    /// A block of the reserved type.
    HandMade reserved() {
        return block(3, 0, new byte[0], true);
    }

    /// A compressed block with one sequence: no literals, a new offset, and a match of three bytes. Each table has one
    /// symbol, so that the only bits are the extra ones of the offset.
    HandMade oneMatch(int offset) {
        int value = offset + 3;
        int code = 31 - Integer.numberOfLeadingZeros(value);
        int marked = value; // its highest bit is the baseline; as a bit in the stream it is the mark
        int length = code / 8 + 1;
        var bits = new byte[length];
        for (int i = 0; i < length; i++) bits[i] = (byte) (marked >> 8 * i);
        return compressed(joined(bytes(0, 1, 0x54, 0, code, 0), bits), false);
    }

    HandMade add(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
