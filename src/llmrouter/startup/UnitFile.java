package llmrouter.startup;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import llmrouter.files.FileError;
import llmrouter.files.nofollow.OpenFolder;

/// The file that describes the service, and the folders that had to be made for it. Only its owner may read it, because
/// its variables may hold the password of a proxy.
final class UnitFile {
    private final Path file;
    private final Charset charset;
    private final List<Path> madeFolders = new ArrayList<>();

    UnitFile(Path file, Charset charset) {
        this.file = file;
        this.charset = charset;
    }

    /// The text of the file; null if there is none.
    /// @throws StartupError another program or a person made it, or it cannot be read
    String ownText() throws StartupError {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) return null;
        if (Files.isSymbolicLink(file)) throw foreign("it is a symbolic link" + target());
        if (!Files.isRegularFile(file)) throw foreign("it is not a regular file");
        try {
            String text = new String(Files.readAllBytes(file), charset);
            if (text.contains(ServiceManager.MARK)) return text;
            throw foreign("'llm-router startup install' did not write it");
        } catch (StartupError e) {
            throw e;
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    private String target() {
        try {
            return " to " + Files.readSymbolicLink(file);
        } catch (IOException _) {
            return "";
        }
    }

    private StartupError foreign(String why) {
        return new StartupError(file + " is there already, and " + why + "; move it away, or manage that service "
            + "yourself");
    }

    private StartupError failed(String doing, IOException cause) {
        return new StartupError(FileError.of(doing, file, cause).getMessage());
    }

    void write(String text) throws StartupError {
        try {
            madeFolders.addAll(OpenFolder.make(file.getParent(), null));
            try (var folder = OpenFolder.of(file.getParent())) {
                folder.replace(file.getFileName().toString(), text.getBytes(charset), OpenFolder.OWNER_ONLY);
            }
        } catch (IOException e) {
            throw failed("write", e);
        }
    }

    /// Puts the file back as it was: with a text, or not there, and the folders that it needed neither.
    void restore(String before) throws StartupError {
        if (before != null) {
            write(before);
            return;
        }
        remove();
        for (Path made : madeFolders.reversed()) {
            try (var folder = OpenFolder.of(made.getParent())) {
                folder.deleteFolder(made.getFileName().toString());
            } catch (IOException _) {
                return; // another program has put something there
            }
        }
    }

    void remove() throws StartupError {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) return;
        try (var folder = OpenFolder.of(file.getParent())) {
            folder.delete(file.getFileName().toString());
        } catch (IOException e) {
            throw failed("remove", e);
        }
    }
}
