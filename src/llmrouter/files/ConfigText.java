package llmrouter.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.read.ConfigReader;

/// What a configuration file held at one moment.
///
/// @param text     null if there is no file
/// @param warnings about the file itself, e.g. that others can read it
/// @param foreign  why this process must not do as root what the text says, a clause whose subject is the file; or null
public record ConfigText(Path path, String text, List<String> warnings, String foreign) {
    /// A text of this process's own environment, or none.
    public ConfigText(Path path, String text, List<String> warnings) {
        this(path, text, warnings, null);
    }

    /// The text's SHA-256 as hexadecimal digits. By it two processes find out whether they have the same text without
    /// showing it, because a configuration may hold keys.
    public static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// What the text means; each call reads the text anew. A command in it that this process must not run is a key that
    /// cannot be had.
    public ConfigOutcome outcome() {
        ConfigOutcome read = ConfigReader.read(text, path.toString());
        return read instanceof ConfigOutcome.ValidConfig valid ? ForeignCommands.without(valid, path, foreign) : read;
    }
}
