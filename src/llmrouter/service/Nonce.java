package llmrouter.service;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

import llmrouter.http.HeaderMap;

/// What shows a gateway that a command comes from its own user: 128 random bits that stand in the instances file and
/// nowhere else.
public record Nonce(String value) {
    static final String HEADER = "x-llm-router-nonce";

    /// One that nobody can guess.
    public static Nonce random() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return new Nonce(HexFormat.of().formatHex(bytes));
    }

    /// Whether a request shows it; how much of it is right cannot be told from the time this takes.
    public boolean isShownBy(HeaderMap headers) {
        String shown = headers.get(HEADER);
        return shown != null
            && MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /// Shows nothing.
    @Override
    public String toString() {
        return "Nonce";
    }
}
