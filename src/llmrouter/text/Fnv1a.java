package llmrouter.text;

/// The 64-bit FNV-1a hash over UTF-16 units: stable over runs, platforms and versions, not meant to resist an attacker.
public final class Fnv1a {
    private long hash = 0xcbf29ce484222325L;

    public static String hex(String text) {
        return new Fnv1a().add(text).hex();
    }

    public Fnv1a add(String text) {
        return add(text, 0, text.length(), 1);
    }

    /// Adds each `step`th of some characters.
    public Fnv1a add(String text, int from, int to, int step) {
        for (int i = from; i < to; i += step) hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        return this;
    }

    /// Sixteen lower-case hexadecimal digits.
    public String hex() {
        String digits = Long.toHexString(hash);
        return "0000000000000000".substring(digits.length()) + digits;
    }
}
