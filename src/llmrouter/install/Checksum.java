package llmrouter.install;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import llmrouter.files.nofollow.OpenFolder;

/// The SHA-256 that a file should have.
///
/// @param hex    64 lower-case digits
/// @param source where it is from: a file, or the flag
public record Checksum(String hex, String source) {
    private static final int DIGITS = 64;
    private static final int LARGEST = 1 << 20;
    /// Files that hold the sums of several files, as tools write them.
    private static final List<String> LISTS = List.of("SHA256SUMS", "SHA256SUMS.txt", "SHA-256", "sha256sums.txt",
        "sha256sum.txt", "checksums.txt");
    /// What is put behind a file's name for a file with its sum.
    private static final List<String> ENDINGS = List.of(".sha256", ".sha256sum", ".SHA-256");

    /// A sum that a user typed; null if it is none.
    public static Checksum typed(String text, String source) {
        String hex = text.strip().toLowerCase(Locale.ROOT);
        if (hex.startsWith("sha256:")) hex = hex.substring("sha256:".length());
        return isSum(hex) ? new Checksum(hex, source) : null;
    }

    /// The sum that a file beside this one tells; null if none does.
    /// @throws IOException such a file cannot be read
    public static Checksum beside(Path file) throws IOException {
        String name = file.getFileName().toString();
        for (String ending : ENDINGS) {
            Checksum found = in(file.resolveSibling(name + ending), name, true);
            if (found != null) return found;
        }
        for (String list : LISTS) {
            Checksum found = in(file.resolveSibling(list), name, false);
            if (found != null) return found;
        }
        return null;
    }

    /// @param own whether the whole file is about this one, so that a sum needs no name beside it
    private static Checksum in(Path sums, String name, boolean own) throws IOException {
        if (!Files.isRegularFile(sums) || Files.size(sums) > LARGEST) return null;
        for (String line : Files.readAllLines(sums)) {
            String hex = sum(line.strip(), name, own);
            if (hex != null) return new Checksum(hex, sums.toString());
        }
        return null;
    }

    /// Of `HEX  name`, `HEX *name`, `SHA256 (name) = HEX`, or `HEX` alone.
    private static String sum(String line, String name, boolean own) {
        String bsd = "SHA256 (" + name + ") = ";
        String hex = (line.startsWith(bsd) ? line.substring(bsd.length()) : first(line))
            .toLowerCase(Locale.ROOT);
        if (!isSum(hex)) return null;
        if (line.startsWith(bsd)) return hex;
        String rest = line.substring(DIGITS).strip();
        if (rest.startsWith("*")) rest = rest.substring(1);
        if (rest.startsWith("./")) rest = rest.substring(2);
        return rest.equals(name) || own && rest.isEmpty() ? hex : null;
    }

    private static String first(String line) {
        return line.length() < DIGITS ? line : line.substring(0, DIGITS);
    }

    private static boolean isSum(String text) {
        return text.length() == DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    /// Copies a file and returns the sum of the copy.
    static String copy(Path from, Path to) throws IOException {
        try (InputStream in = Files.newInputStream(from); var folder = OpenFolder.of(to.getParent());
                var copy = folder.next(to.getFileName().toString(), OpenFolder.OWNER_ONLY)) {
            var digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            copy.write(digest);
            copy.take();
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
