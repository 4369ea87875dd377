package llmrouter.files.nofollow;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/// The user that this process runs as, by the number that the system gives it. The JDK has no call for it; the owner of
/// what the process makes tells it.
final class ProcessUser {
    static final int UNKNOWN = -1;
    /// What the JVM calls a user without a name.
    private static final String UNNAMED = "?";
    private static final int ID = find();

    private ProcessUser() {}

    /// [#UNKNOWN] on a system without such numbers.
    static int id() {
        return ID;
    }

    /// For commands that the user may type: the name, or the number of a user without a name, as in a container.
    static String name() {
        String name = System.getProperty("user.name", UNNAMED);
        return name.equals(UNNAMED) ? Integer.toString(ID) : name;
    }

    static boolean isRoot() {
        return ID == 0;
    }

    private static int find() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) return UNKNOWN;
        int told = owner(Path.of("/proc/self"));
        // of a process that may not be traced, root owns it in /proc
        boolean clear = told > 0 || told == 0 && System.getProperty("user.name", "").equals("root");
        return clear ? told : ownerOfNewFile();
    }

    private static int ownerOfNewFile() {
        try {
            Path file = Files.createTempFile("llm-router-", null);
            try {
                return owner(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException _) {
            return UNKNOWN; // no folder for temporary files
        }
    }

    private static int owner(Path path) {
        try {
            return (int) Files.getAttribute(path, "unix:uid");
        } catch (IOException _) {
            return UNKNOWN;
        }
    }
}
