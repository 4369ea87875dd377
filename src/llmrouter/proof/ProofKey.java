package llmrouter.proof;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret that a gateway shares with the commands of its user: 128 random bits, which are in the instances file
/// only.
///
/// @param value as 32 hexadecimal digits
public record ProofKey(String value) {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int DIGITS = 32;

    /// A new one.
    public static ProofKey random() {
        return new ProofKey(randomDigits());
    }

    /// The secret of a text; null if the text is none.
    public static ProofKey of(String text) {
        return isDigits(text, DIGITS) ? new ProofKey(text) : null;
    }

    /// 128 random bits as hexadecimal digits.
    static String randomDigits() {
        var bytes = new byte[DIGITS / 2];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static boolean isDigits(String text, int length) {
        return text != null && text.length() == length && text.chars().allMatch(HexFormat::isHexDigit);
    }

    /// Whether two texts are equal. The time this takes does not depend on how much of them is.
    static boolean same(String expected, String shown) {
        return shown != null && MessageDigest.isEqual(bytes(expected), bytes(shown));
    }

    /// The MAC of a message that has these parts, as hexadecimal digits. Each part is preceded by its length, so no two
    /// messages of different parts are the same bytes.
    String mac(String... parts) {
        var message = new StringBuilder();
        for (String part : parts) message.append(part.length()).append(':').append(part);
        return HexFormat.of().formatHex(mac().doFinal(bytes(message.toString())));
    }

    /// A new function with this key, for one thread.
    Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes(value), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is in every Java", e);
        }
    }

    static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is in every Java", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Without the value.
    @Override
    public String toString() {
        return "ProofKey";
    }
}
