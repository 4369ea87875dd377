package llmrouter.config.secrets;

import java.util.ArrayList;
import java.util.List;

import llmrouter.http.Latin1;

/// Spellings of a secret.
final class Spelling {
    private static final String HEX = "0123456789abcdef";
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private Spelling() {}

    /// Only the letters of ASCII change, so that every character keeps its place.
    static String lower(String s) {
        var out = new StringBuilder(s);
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c >= 'A' && c <= 'Z') out.setCharAt(i, (char) (c + 32));
        }
        return out.toString();
    }

    static String hex(String secret) {
        var out = new StringBuilder();
        String bytes = Latin1.utf8(secret);
        for (int i = 0; i < bytes.length(); i++) {
            char b = bytes.charAt(i);
            out.append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
        }
        return out.toString();
    }

    /// What base64 (RFC 4648 §4, and §5 for URLs) has in common for all texts that hold the secret: its first byte may
    /// be the first, the second or the third of a group, and the characters at both ends also depend on neighbours.
    static List<String> base64(String secret) {
        String bytes = Latin1.utf8(secret);
        var out = new ArrayList<String>();
        for (int before = 0; before < 3; before++) {
            String common = base64(bytes, before);
            out.add(common);
            String forUrls = common.replace('+', '-').replace('/', '_');
            if (!forUrls.equals(common)) out.add(forUrls);
        }
        return out;
    }

    private static String base64(String bytes, int before) {
        var out = new StringBuilder();
        int from = (before * 8 + 5) / 6;
        int to = (before + bytes.length()) * 8 / 6;
        for (int i = from; i < to; i++) {
            int bits = 0;
            for (int bit = i * 6 - before * 8; bit < i * 6 - before * 8 + 6; bit++) {
                bits = bits << 1 | bytes.charAt(bit / 8) >> 7 - bit % 8 & 1;
            }
            out.append(BASE64.charAt(bits));
        }
        return out.toString();
    }

    static boolean inBase64(char c) {
        return BASE64.indexOf(c) >= 0 || c == '-' || c == '_' || c == '=';
    }
}
