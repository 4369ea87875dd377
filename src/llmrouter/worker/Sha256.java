package llmrouter.worker;

/// SHA-256 (FIPS 180-4 §6.2). A Worker has it only as a call that must be waited for, and the front door waits for
/// nothing.
final class Sha256 {
    private static final int BLOCK = 64;
    /// The fractional parts of the cube roots of the first 64 primes (§4.2.2).
    private static final int[] K = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

    private Sha256() {}

    /// The digest of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits.
    static String hex(String text) {
        int[] state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
        byte[] message = padded(text);
        int[] w = new int[64];
        for (int at = 0; at < message.length; at += BLOCK) block(state, message, at, w);
        var hex = new char[64];
        for (int i = 0; i < hex.length; i++) hex[i] = Character.forDigit(state[i / 8] >>> 28 - i % 8 * 4 & 0xf, 16);
        return new String(hex);
    }

    private static byte[] padded(String text) {
        var utf8 = new byte[3 * text.length()];
        int length = encode(text, utf8);
        var message = new byte[(length + 8) / BLOCK * BLOCK + BLOCK];
        System.arraycopy(utf8, 0, message, 0, length);
        message[length] = (byte) 0x80;
        long bits = 8L * length;
        for (int i = 0; i < 8; i++) message[message.length - 1 - i] = (byte) (bits >>> 8 * i);
        return message;
    }

    /// Writes a text as UTF-8. Half a pair of surrogates becomes `?`, as the JDK's encoder writes it.
    /// @return how many bytes were written
    private static int encode(String text, byte[] out) {
        int n = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean surrogate = Character.isSurrogate(c);
            boolean pair = Character.isHighSurrogate(c) && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) n = encode(Character.toCodePoint(c, text.charAt(++i)), out, n);
            else n = encode(surrogate ? '?' : c, out, n);
        }
        return n;
    }

    private static int encode(int c, byte[] out, int at) {
        if (c < 0x80) {
            out[at] = (byte) c;
            return at + 1;
        }
        int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        // as many bits as there are bytes, from the highest on
        out[at] = (byte) (0xff00 >> more + 1 | c >> 6 * more);
        for (int i = 1; i <= more; i++) out[at + i] = (byte) (0x80 | c >> 6 * (more - i) & 0x3f);
        return at + 1 + more;
    }

    private static void block(int[] state, byte[] message, int at, int[] w) {
        for (int t = 0; t < 16; t++) {
            int i = at + 4 * t;
            w[t] = message[i] << 24 | (message[i + 1] & 0xff) << 16 | (message[i + 2] & 0xff) << 8
                | message[i + 3] & 0xff;
        }
        for (int t = 16; t < 64; t++) {
            int s0 = right(w[t - 15], 7) ^ right(w[t - 15], 18) ^ w[t - 15] >>> 3;
            int s1 = right(w[t - 2], 17) ^ right(w[t - 2], 19) ^ w[t - 2] >>> 10;
            w[t] = w[t - 16] + s0 + w[t - 7] + s1;
        }
        int a = state[0], b = state[1], c = state[2], d = state[3];
        int e = state[4], f = state[5], g = state[6], h = state[7];
        for (int t = 0; t < 64; t++) {
            int t1 = h + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + (e & f ^ ~e & g) + K[t] + w[t];
            int t2 = (right(a, 2) ^ right(a, 13) ^ right(a, 22)) + (a & b ^ a & c ^ b & c);
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + t2;
        }
        int[] sums = {a, b, c, d, e, f, g, h};
        for (int i = 0; i < 8; i++) state[i] += sums[i];
    }

    private static int right(int x, int n) {
        return x >>> n | x << 32 - n;
    }
}
