package llmrouter.protocol.request;


import llmrouter.text.Letters;
import llmrouter.text.Text;

/// A `data:` URL (RFC 2397), taken apart.
///
/// @param mediaType as it is written, without parameters
/// @param data      base64
public record DataUrl(String mediaType, String data) {
    private static final String FORM = "data:<media type>;base64,<data>";
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// Whether `url` is one at all.
    public static boolean is(String url) {
        return url.regionMatches(true, 0, "data:", 0, 5);
    }

    /// The parts of a data URL. Content that is percent-encoded becomes base64.
    /// @throws llmrouter.chat.GatewayError naming `path`
    public static DataUrl parse(String url, String path) {
        int comma = url.indexOf(',');
        if (comma < 0) throw RequestFields.wrong(path, "is a data URL without ';base64,'. Give " + FORM);
        String head = Letters.lower(url.substring(5, comma));
        int semicolon = head.indexOf(';');
        String type = semicolon < 0 ? head : head.substring(0, semicolon);
        String content = url.substring(comma + 1);
        if (!head.endsWith(";base64")) {
            if (type.isEmpty()) type = MediaTypes.TEXT;
            if (MediaTypes.isText(type)) return new DataUrl(type, encoded(content, path));
            throw RequestFields.wrong(path, "is a data URL without ';base64,'. Give " + FORM);
        }
        checkBase64(content, path);
        return new DataUrl(type, content);
    }

    private static String encoded(String content, String path) {
        var bytes = new StringBuilder(content.length());
        for (int i = 0; i < content.length(); i++) {
            boolean escape = content.charAt(i) == '%';
            int value = escape ? hex(content, i + 1) : content.charAt(i);
            if (value < 0 || value > 0xFF || !escape && value > 0x7F) {
                throw RequestFields.wrong(path, "is a data URL whose content is malformed. Give " + FORM);
            }
            bytes.append((char) value);
            if (escape) i += 2;
        }
        if (bytes.isEmpty()) throw RequestFields.wrong(path, "holds no data");
        return base64(bytes);
    }

    private static int hex(String s, int at) {
        if (at + 1 >= s.length()) return -1;
        int high = Letters.digit(s.charAt(at), 16);
        int low = Letters.digit(s.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static String base64(StringBuilder bytes) {
        int size = bytes.length();
        var out = new Text(size / 3 * 4 + 4);
        for (int i = 0; i < size; i += 3) {
            int second = i + 1 < size ? bytes.charAt(i + 1) : 0;
            int three = bytes.charAt(i) << 16 | second << 8 | (i + 2 < size ? bytes.charAt(i + 2) : 0);
            out.add(DIGITS.charAt(three >> 18)).add(DIGITS.charAt(three >> 12 & 63));
            out.add(i + 1 < size ? DIGITS.charAt(three >> 6 & 63) : '=');
            out.add(i + 2 < size ? DIGITS.charAt(three & 63) : '=');
        }
        return out.take();
    }

    /// @throws llmrouter.chat.GatewayError naming `path`, if this is not base64 (RFC 4648 §4)
    public static void checkBase64(String data, String path) {
        if (data.isEmpty()) throw RequestFields.wrong(path, "holds no data");
        for (int i = 0; i < data.length(); i++) {
            if (digit(data.charAt(i)) < 0 && data.charAt(i) != '=') {
                throw RequestFields.wrong(path, "is not base64: character " + (i + 1)
                    + " is none of A-Z a-z 0-9 + / =");
            }
        }
    }

    private static int digit(char c) {
        if (c >= 'A' && c <= 'Z') return c - 'A';
        if (c >= 'a' && c <= 'z') return c - 'a' + 26;
        if (c >= '0' && c <= '9') return c - '0' + 52;
        if (c == '+') return 62;
        return c == '/' ? 63 : -1;
    }

    /// The UTF-8 text that the data holds.
    /// @throws llmrouter.chat.GatewayError naming `path`, if the bytes are not UTF-8
    public String text(String path) {
        String text = textOrNull();
        if (text != null) return text;
        throw RequestFields.wrong(path, "is a text file that is not UTF-8. Convert it, or send it as text");
    }

    /// The UTF-8 text that the data holds; null if the bytes are not UTF-8.
    String textOrNull() {
        var bytes = new byte[data.length() / 4 * 3 + 3];
        int size = 0;
        int bits = 0;
        int held = 0;
        for (int i = 0; i < data.length() && data.charAt(i) != '='; i++) {
            held = held << 6 | digit(data.charAt(i));
            bits += 6;
            if (bits < 8) continue;
            bits -= 8;
            bytes[size++] = (byte) (held >> bits);
            held &= (1 << bits) - 1;
        }
        return utf8(bytes, size);
    }

    /// How many bytes follow the first byte of a character in UTF-8 (RFC 3629 §3); -1 if it cannot be a first byte.
    private static int continuations(int lead) {
        if (lead < 0x80) return 0;
        if (lead < 0xC2 || lead >= 0xF5) return -1;
        return lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    }

    private static String utf8(byte[] bytes, int size) {
        var out = new Text(size);
        for (int i = 0; i < size; ) {
            int lead = bytes[i++] & 0xFF;
            int more = continuations(lead);
            int code = more <= 0 ? lead : lead & 0x3F >> more;
            boolean good = more >= 0 && i + more <= size;
            for (int end = i + more; good && i < end; i++) {
                good = (bytes[i] & 0xC0) == 0x80;
                code = code << 6 | bytes[i] & 0x3F;
            }
            boolean overlong = more == 2 && code < 0x800 || more == 3 && code < 0x10000;
            boolean surrogate = code >= 0xD800 && code < 0xE000;
            if (!good || overlong || surrogate || code > 0x10FFFF) return null;
            if (code >= 0x10000) out.add(Character.highSurrogate(code)).add(Character.lowSurrogate(code));
            else out.add((char) code);
        }
        return out.take();
    }
}
