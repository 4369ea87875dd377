package vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The fixtures of the tests, which vectors are made from.
final class Fixtures {
    private final Path folder;

    Fixtures(Path folder) {
        this.folder = folder;
    }

    /// An input of a translation.
    record Case(String from, String to, String text) {}

    /// @param what `request`, `answer` or `stream`
    List<Case> cases(String what) {
        var cases = new ArrayList<Case>();
        for (Path file : files(what)) {
            if (!file.getFileName().toString().contains(".in.")) continue;
            String[] formats = file.getParent().getFileName().toString().split("-");
            cases.add(new Case(formats[0], formats[1], text(file)));
        }
        return cases;
    }

    /// All files below a folder, in the order of their names.
    List<Path> files(String below) {
        try (var files = Files.walk(folder.resolve(below))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The lines of a table without its comments, each cut at the separator.
    List<String[]> rows(String file, String separator, int columns) {
        var rows = new ArrayList<String[]>();
        for (String line : text(folder.resolve(file)).split("\n")) {
            if (line.isEmpty() || line.startsWith("#")) continue;
            String[] row = line.split(Pattern.quote(separator), columns);
            if (row.length == columns) rows.add(row);
        }
        return rows;
    }

    /// The first parts of the cases of a file with `===` before the name and `---` behind the document.
    List<String> documents(String file) {
        var documents = new ArrayList<String>();
        for (String part : text(folder.resolve(file)).split("(?m)^=== ")) {
            int name = part.indexOf('\n');
            int end = part.indexOf("\n---", name);
            if (name >= 0 && end >= name) documents.add(part.substring(name + 1, end + 1));
        }
        documents.removeFirst();
        return documents;
    }
}
