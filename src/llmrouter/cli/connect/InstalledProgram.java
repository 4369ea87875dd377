package llmrouter.cli.connect;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A program that the shell would find.
final class InstalledProgram {
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final List<String> ENDS = WINDOWS ? List.of(".exe", ".cmd", ".bat") : List.of("");

    private InstalledProgram() {}

    /// The file of a program in the folders of `PATH`, or null.
    static Path find(String name, Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", environment.getOrDefault("Path", ""));
        for (String folder : path.split(File.pathSeparator)) {
            for (String end : ENDS) {
                Path file = folder.isEmpty() ? null : file(folder, name + end);
                if (file != null && Files.isRegularFile(file) && Files.isExecutable(file)) return file;
            }
        }
        return null;
    }

    private static Path file(String folder, String name) {
        try {
            return Path.of(folder).resolve(name).toAbsolutePath();
        } catch (InvalidPathException _) {
            return null; // a folder whose name this process cannot use
        }
    }
}
