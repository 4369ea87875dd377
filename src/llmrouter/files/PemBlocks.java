package llmrouter.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The blocks of a PEM file (RFC 7468): `-----BEGIN LABEL-----`, Base64, `-----END LABEL-----`. What stands between
/// blocks is words for people.
final class PemBlocks {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";

    private PemBlocks() {}

    /// @param label e.g. `CERTIFICATE`
    /// @param text  the whole block, with its first and last line
    record PemBlock(String label, String text) {
        boolean isCertificate() {
            return label.endsWith("CERTIFICATE");
        }

        boolean isKey() {
            return label.endsWith("PRIVATE KEY");
        }

        /// The bytes in the block.
        /// @throws IllegalArgumentException it is not Base64
        byte[] bytes() {
            int start = text.indexOf('\n') + 1;
            int end = text.lastIndexOf(END);
            return Base64.getMimeDecoder().decode(text.substring(start, end < start ? text.length() : end).strip());
        }
    }

    /// The blocks in their order; none if the file is something else. A last block without an end is one too.
    static List<PemBlock> of(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        var blocks = new ArrayList<PemBlock>();
        for (int at = text.indexOf(BEGIN); at >= 0;) {
            int labelEnd = text.indexOf("-----", at + BEGIN.length());
            int end = text.indexOf(END, at);
            int next = end < 0 ? text.length() : lineEnd(text, end);
            if (labelEnd < 0) return blocks;
            blocks.add(new PemBlock(text.substring(at + BEGIN.length(), labelEnd), text.substring(at, next)));
            at = text.indexOf(BEGIN, next);
        }
        return blocks;
    }

    private static int lineEnd(String text, int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end + 1;
    }
}
