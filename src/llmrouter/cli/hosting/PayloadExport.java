package llmrouter.cli.hosting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.files.FileError;
import llmrouter.files.SharedFile;
import llmrouter.files.nofollow.OpenFolder;

/// The configuration of a Worker as a file, which only its owner may read: it holds all keys.
final class PayloadExport {
    static final String USUAL_FILE = "./llm-router.worker.json";
    static final String USUAL_FOLDER = "./llm-router-worker";

    private PayloadExport() {}

    /// What `--out` names, else the usual place.
    static Path place(Invocation in, String usual) {
        Path given = in.path("out");
        return (given == null ? Path.of(usual) : given).toAbsolutePath().normalize();
    }

    /// A file that is there is replaced only if it looks like an earlier export, which is a configuration on one line,
    /// or if the user agrees.
    private static void refuseIfOfOthers(Invocation in, Path file) {
        if (in.arguments().isOn("yes") || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) return;
        try {
            String text = SharedFile.read(file);
            boolean own = text != null && text.startsWith("{\"version\":") && text.indexOf('\n') == text.length() - 1;
            if (own) return;
        } catch (IOException _) {
            // what cannot be read is not an export
        }
        throw CliError.usage("cannot write " + file + ": there is such a file already, which is no earlier export; "
            + "name another file with --out, or replace it with --yes");
    }

    /// Writes the file, with its folder.
    /// @throws CliError it cannot be written
    static Path write(Invocation in, String json) {
        Path file = place(in, USUAL_FILE);
        if (file.getFileName() == null) throw CliError.usage("--out=" + file + " is no file");
        refuseIfOfOthers(in, file);
        try {
            OpenFolder.make(file.getParent(), null);
            try (OpenFolder folder = OpenFolder.of(file.getParent())) {
                folder.replace(file.getFileName().toString(), (json + "\n").getBytes(StandardCharsets.UTF_8),
                    OpenFolder.OWNER_ONLY);
            }
            return file;
        } catch (IOException e) {
            throw CliError.failed(FileError.of("write", file, e).getMessage());
        }
    }
}
