package llmrouter.probe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// A picture of a number in black on white, as a PNG file (W3C, "Portable Network Graphics").
final class NumberImage {
    /// Each digit in 3 by 5 points, row by row.
    private static final List<String> DIGITS = List.of("111101101101111", "010110010010111", "111001111100111",
        "111001111001111", "101101111001001", "111100111001111", "111100111101111", "111001001001001",
        "111101111101111", "111101111001111");
    private static final int COLUMNS = 3;
    private static final int ROWS = 5;
    /// Pixels of one point.
    private static final int POINT = 16;
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte WHITE = (byte) 0xFF;

    private NumberImage() {}

    static String base64(String number) {
        return Base64.getEncoder().encodeToString(png(number));
    }

    static byte[] png(String number) {
        int width = (number.length() * (COLUMNS + 1) + 1) * POINT;
        int height = (ROWS + 2) * POINT;
        var out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        // eight bits of grey, no filter, not interlaced
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 0, 0, 0, 0});
        chunk(out, "IHDR", header.array());
        chunk(out, "IDAT", deflated(pixels(number, width, height)));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] pixels(String number, int width, int height) {
        byte[] lines = new byte[(width + 1) * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                lines[y * (width + 1) + 1 + x] = isInk(number, x / POINT - 1, y / POINT - 1) ? 0 : WHITE;
            }
        }
        return lines;
    }

    private static boolean isInk(String number, int column, int row) {
        if (column < 0 || row < 0 || row >= ROWS) return false;
        int place = column / (COLUMNS + 1);
        int within = column % (COLUMNS + 1);
        if (within == COLUMNS || place >= number.length()) return false;
        return DIGITS.get(number.charAt(place) - '0').charAt(row * COLUMNS + within) == '1';
    }

    private static byte[] deflated(byte[] data) {
        try (var deflater = new Deflater()) {
            deflater.setInput(data);
            deflater.finish();
            var out = new ByteArrayOutputStream();
            byte[] piece = new byte[4_096];
            while (!deflater.finished()) out.write(piece, 0, deflater.deflate(piece));
            return out.toByteArray();
        }
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
