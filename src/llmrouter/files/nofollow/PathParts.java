package llmrouter.files.nofollow;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;

/// The folders and links on the way to a file, and the file, in the order in which the system passes them. What a link
/// leads to follows the link. The root of the file system is left out.
final class PathParts {
    private static final int MOST_LINKS = 40;

    private PathParts() {}

    /// What looks at the parts.
    @FunctionalInterface
    interface Look {
        /// @return the answer to the question of the walk, such as whether to go on to the next part
        boolean at(Path part) throws IOException;
    }

    /// @param path absolute
    /// @throws FileSystemLoopException its links lead in a circle
    static void each(Path path, Look look) throws IOException {
        var left = new ArrayDeque<Path>();
        path.forEach(left::add);
        Path at = path.getRoot();
        int links = 0;
        while (!left.isEmpty()) {
            String name = left.pop().toString();
            if (name.isEmpty() || name.equals(".")) continue;
            Path next = name.equals("..") ? at.getParent() == null ? at : at.getParent() : at.resolve(name);
            if (next.getNameCount() > 0 && !look.at(next)) return;
            if (!Files.isSymbolicLink(next)) {
                at = next;
                continue;
            }
            if (++links > MOST_LINKS) throw new FileSystemLoopException(path.toString());
            Path target = Files.readSymbolicLink(next);
            if (target.isAbsolute()) at = target.getRoot();
            for (int i = target.getNameCount() - 1; i >= 0; i--) left.push(target.getName(i));
        }
    }

    /// The file that a path leads to through links at its end, also when that file is not there yet; its folder without
    /// links.
    ///
    /// @param isLink looks at each file on the way
    /// @throws FileSystemLoopException its links lead in a circle
    static Path followed(Path file, Look isLink) throws IOException {
        Path at = file.toAbsolutePath();
        for (int links = 0; isLink.at(at); links++) {
            if (links == MOST_LINKS) throw new FileSystemLoopException(file.toString());
            at = at.getParent().toRealPath().resolve(Files.readSymbolicLink(at));
        }
        Path folder = at.getParent();
        return Files.isDirectory(folder) ? folder.toRealPath().resolve(at.getFileName()) : at;
    }
}
