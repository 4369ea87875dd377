package llmrouter.proof;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import javax.crypto.Mac;

/// Proves the lines of a streamed answer, each with its number, so that none can be added, left out or moved. One
/// thread uses it.
public final class LineProofs {
    /// How long a proof is, with the space after it.
    static final int LENGTH = 65;

    private final Mac mac;
    private final byte[] label;
    private long number;

    LineProofs(Mac mac, String label) {
        this.mac = mac;
        this.label = label.getBytes(StandardCharsets.UTF_8);
    }

    /// The next line as it is sent.
    ///
    /// @param line without its end
    public String seal(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return next(bytes, 0, bytes.length) + " " + line + "\n";
    }

    /// Whether the next line that came has its proof.
    ///
    /// @param line the proof and the line, without its end
    boolean opens(byte[] line, int length) {
        if (length < LENGTH) {
            number++;
            return false;
        }
        String shown = new String(line, 0, LENGTH, StandardCharsets.ISO_8859_1);
        return ProofKey.same(next(line, LENGTH, length - LENGTH) + " ", shown);
    }

    /// A line that came cannot be looked at.
    void skip() {
        number++;
    }

    private String next(byte[] line, int from, int length) {
        mac.update(label);
        mac.update(Long.toString(number++).getBytes(StandardCharsets.UTF_8));
        mac.update((byte) ' ');
        mac.update(line, from, length);
        return HexFormat.of().formatHex(mac.doFinal());
    }
}
