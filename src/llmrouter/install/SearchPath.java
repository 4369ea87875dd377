package llmrouter.install;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The folders in which a shell looks for commands.
///
/// @param folders of the variable `PATH`, in its order
public record SearchPath(List<Path> folders) {

    /// @param variable the value of `PATH`, or null
    public static SearchPath of(String variable) {
        var folders = new ArrayList<Path>();
        if (variable == null) return new SearchPath(folders);
        for (String folder : variable.split(File.pathSeparator)) {
            try {
                if (!folder.isEmpty()) folders.add(Path.of(folder).toAbsolutePath().normalize());
            } catch (InvalidPathException _) {
                continue; // the shell finds nothing there either
            }
        }
        return new SearchPath(folders);
    }

    public boolean has(Path folder) {
        return folders.contains(folder);
    }

    /// The program that a shell starts for a name; null if it finds none.
    Path find(String name) {
        for (Path folder : folders) {
            Path program = folder.resolve(name);
            if (Files.isRegularFile(program) && Files.isExecutable(program)) return program;
        }
        return null;
    }

    /// The program that a shell starts when the name of this one is typed; null if it finds none, or this one.
    public Path before(Path program) {
        for (Path folder : folders) {
            Path other = folder.resolve(program.getFileName());
            if (folder.equals(program.getParent())) return null;
            if (Files.isExecutable(other)) return other;
        }
        return null;
    }

    /// The command line that adds a folder to `PATH` for good.
    ///
    /// @param shell the value of `SHELL`, or null
    public static String addition(Path folder, String shell) {
        String name = shell == null ? "" : shell.substring(shell.lastIndexOf('/') + 1);
        if (name.equals("fish")) return "fish_add_path " + ShellText.word(folder.toString());
        String file = switch (name) {
            case "zsh" -> "~/.zshrc";
            case "bash" -> "~/.bashrc";
            default -> "~/.profile";
        };
        String line = "export PATH=" + ShellText.word(folder.toString()) + ":\"$PATH\"";
        return "echo " + ShellText.quoted(line) + " >> " + file;
    }
}
