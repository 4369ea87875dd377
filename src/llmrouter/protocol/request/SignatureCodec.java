package llmrouter.protocol.request;

import llmrouter.chat.Part.RedactedThinkingPart;
import llmrouter.chat.Part.ThinkingPart;
import llmrouter.chat.Part;

/// Carries one vendor's signature of thinking in another vendor's field and back. A neutral signature is a signature of
/// Messages as it is. Encrypted reasoning of Responses, which only its issuer can read, becomes a neutral signature
/// with the prefix `responses.`. In the other direction, Messages' signatures and redacted thinking have prefixes of
/// their own in `encrypted_content`. So each writer recognises signatures of other vendors, and never sends them to its
/// own.
public final class SignatureCodec {
    private static final String RESPONSES = "responses.";
    private static final String SIGNED = "messages.";
    private static final String REDACTED = "messages-redacted.";

    private SignatureCodec() {}

    /// Whether a neutral signature is Responses' encrypted reasoning.
    public static boolean isEncrypted(String signature) {
        return signature != null && signature.startsWith(RESPONSES);
    }

    /// Whether an `encrypted_content` is a signature of another format.
    public static boolean isForeign(String encrypted) {
        return encrypted.startsWith(SIGNED) || encrypted.startsWith(REDACTED);
    }

    /// The thinking of a reasoning item.
    /// @param encrypted its `encrypted_content`, or null
    public static Part thinking(String text, String encrypted) {
        if (encrypted == null || encrypted.isEmpty()) return new ThinkingPart(text, null);
        if (encrypted.startsWith(REDACTED)) return new RedactedThinkingPart(encrypted.substring(REDACTED.length()));
        return new ThinkingPart(text, encrypted.startsWith(SIGNED)
            ? encrypted.substring(SIGNED.length()) : RESPONSES + encrypted);
    }

    /// The `encrypted_content` for a neutral signature, or null if there is none.
    public static String encrypted(String signature) {
        if (signature == null || signature.isEmpty()) return null;
        return isEncrypted(signature) ? signature.substring(RESPONSES.length()) : SIGNED + signature;
    }

    /// The `encrypted_content` for redacted thinking.
    public static String redacted(String data) {
        return REDACTED + data;
    }
}
