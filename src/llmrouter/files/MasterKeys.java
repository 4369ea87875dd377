package llmrouter.files;

import java.security.SecureRandom;
import java.util.Base64;

import llmrouter.config.edit.MasterKeyStrength;

/// Makes keys that guard the gateway.
public final class MasterKeys {
    public static final int LONGEST = 256;
    public static final int USUAL_LENGTH = 48;
    public static final int LONGEST_PREFIX = 32;
    public static final String USUAL_PREFIX = "gw_";
    private static final int ATTEMPTS = 12;

    private MasterKeys() {}

    /// A new key from the system's secure random source, in the URL-safe Base64 alphabet (RFC 4648 §5).
    ///
    /// @param length with the prefix; at least [MasterKeyStrength#SHORTEST] characters are random, even if the key
    ///               gets longer by that
    /// @throws IllegalArgumentException the prefix alone makes every key weak
    public static String generate(int length, String prefix) {
        int random = Math.max(MasterKeyStrength.SHORTEST, length - prefix.length());
        byte[] bytes = new byte[random];
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            new SecureRandom().nextBytes(bytes);
            String key = prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(0, random);
            if (MasterKeyStrength.weaknesses(key).isEmpty()) return key;
        }
        String otherwiseStrong = prefix + "aA1aA2aA3aA4aA5aA6aA7aA8";
        throw new IllegalArgumentException("a key that begins with '" + prefix + "' is always weak: "
            + String.join(", ", MasterKeyStrength.weaknesses(otherwiseStrong)));
    }
}
