package llmrouter.service;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

import llmrouter.http.HeaderMap;

/// Proves to a gateway that a command comes from its own user: 128 random bits that are in the instances file only.
public record Nonce(String value) {
    static final String HEADER = "x-llm-router-nonce";

    /// A new one.
    public static Nonce random() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return new Nonce(HexFormat.of().formatHex(bytes));
    }

    /// Whether a request shows it. The time this takes does not depend on how much of it is right.
    public boolean isShownBy(HeaderMap headers) {
        String shown = headers.get(HEADER);
        return shown != null
            && MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /// Without the value.
    @Override
    public String toString() {
        return "Nonce";
    }
}
