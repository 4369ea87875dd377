package llmrouter.files;

import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;

/// Names of files that this process can use. On Unix the JVM reads and writes names in the encoding of the locale,
/// which it takes from the environment when it starts; no option changes it (the property `sun.jnu.encoding` only tells
/// it). Under the POSIX locale these are ASCII names, and other letters arrive damaged.
public final class FileNames {
    /// What helps, a clause without a period.
    public static final String FIX = "set LC_ALL=C.UTF-8, or use the launcher llm-router, which does that";
    /// Why a name cannot be used, a clause.
    public static final String WHY = "has letters that Java cannot read in this locale";

    private FileNames() {}

    /// Whether a name from the environment, the command line or a file is one that this process can use.
    public static boolean usable(String name) {
        return File.separatorChar != '/' || usable(name, System.getProperty("sun.jnu.encoding"));
    }

    /// @param encoding of names; what is no encoding of this JVM counts as good enough
    static boolean usable(String name, String encoding) {
        try {
            return Charset.forName(encoding).newEncoder().canEncode(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return true;
        }
    }

    /// Whether the current folder can be named, so that a path that begins there leads where it should.
    static boolean inUsableFolder() {
        return usable(System.getProperty("user.dir"));
    }
}
