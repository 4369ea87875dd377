package llmrouter.install;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The launcher, a script for a POSIX shell.
final class LauncherText {
    private static final String RESOURCE = "llm-router.sh";
    private static final String UNKNOWN_JAVA = "\nmade_with=''\n";

    private LauncherText() {}

    /// The script with a Java that it knows without looking for it.
    static String with(Path java) throws IOException {
        try (InputStream script = LauncherText.class.getResourceAsStream(RESOURCE)) {
            if (script == null) throw new IOException("this program has no " + RESOURCE + " in it");
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return text.replace(UNKNOWN_JAVA, "\nmade_with=" + ShellText.quoted(java.toString()) + "\n");
        }
    }
}
