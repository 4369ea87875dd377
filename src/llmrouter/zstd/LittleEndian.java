package llmrouter.zstd;

/// Numbers of several bytes, the lowest byte first, as Zstandard writes all of them (RFC 8878 §1.2).
final class LittleEndian {
    private LittleEndian() {}

    static int u8(byte[] b, int at) {
        return b[at] & 0xff;
    }

    static int u16(byte[] b, int at) {
        return u8(b, at) | u8(b, at + 1) << 8;
    }

    static int u24(byte[] b, int at) {
        return u16(b, at) | u8(b, at + 2) << 16;
    }

    static int i32(byte[] b, int at) {
        return u16(b, at) | u16(b, at + 2) << 16;
    }

    static long u32(byte[] b, int at) {
        return i32(b, at) & 0xffff_ffffL;
    }

    static long i64(byte[] b, int at) {
        return u32(b, at) | u32(b, at + 4) << 32;
    }
}
