package llmrouter.deploy.payload;

import java.util.ArrayList;
import java.util.List;

import llmrouter.text.Text;

/// Cuts a text into pieces of a limited length in UTF-8, never inside a character.
final class PayloadPieces {
    private PayloadPieces() {}

    /// @param most bytes of a piece, at least 4
    static List<String> of(String text, int most) {
        var pieces = new ArrayList<String>();
        int start = 0;
        int bytes = 0;
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (bytes + length(c) > most) {
                pieces.add(text.substring(start, at));
                start = at;
                bytes = 0;
            }
            bytes += length(c);
            at += Character.charCount(c);
        }
        if (start < text.length()) pieces.add(text.substring(start));
        return List.copyOf(pieces);
    }

    /// Of a text in UTF-8.
    static int bytes(String text) {
        int bytes = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            bytes += length(text.codePointAt(at));
        }
        return bytes;
    }

    private static int length(int c) {
        if (c < 0x80) return 1;
        if (c < 0x800) return 2;
        return c < 0x10000 ? 3 : 4;
    }

    /// The same JSON text in which half of a surrogate pair is escaped: UTF-8 has no bytes for it.
    static String encodable(String json) {
        var out = new Text(json.length());
        for (int at = 0; at < json.length(); at++) {
            char c = json.charAt(at);
            boolean pair = Character.isHighSurrogate(c) && at + 1 < json.length()
                && Character.isLowSurrogate(json.charAt(at + 1));
            if (pair) {
                out.add(c).add(json.charAt(++at));
            } else if (Character.isSurrogate(c)) {
                out.add("\\u").add(Integer.toHexString(c));
            } else {
                out.add(c);
            }
        }
        return out.take();
    }
}
