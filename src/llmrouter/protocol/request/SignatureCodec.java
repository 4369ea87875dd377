package llmrouter.protocol.request;

import llmrouter.chat.Part.RedactedThinkingPart;
import llmrouter.chat.Part.ThinkingPart;
import llmrouter.chat.Part;

/// Lets one vendor's proof of thinking travel in another's field and come back. Neutral signatures are Messages' own;
/// what Responses gives instead, reasoning that only its issuer can read, is one with the mark `responses.`. In
/// Responses' `encrypted_content` in turn, Messages' signatures and redacted thinking bear marks of theirs. So each
/// writer knows what is not its own, and no vendor meets another's proof.
public final class SignatureCodec {
    private static final String RESPONSES = "responses.";
    private static final String SIGNED = "messages.";
    private static final String REDACTED = "messages-redacted.";

    private SignatureCodec() {}

    /// Whether a neutral signature is Responses' encrypted reasoning.
    public static boolean isEncrypted(String signature) {
        return signature != null && signature.startsWith(RESPONSES);
    }

    /// Whether an `encrypted_content` is in truth another format's proof.
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
