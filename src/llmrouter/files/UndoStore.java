package llmrouter.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import llmrouter.files.nofollow.OpenFolder;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonWriter;

/// The records of what this program has changed in files of other programs, in `~/.llm-router.connections/`. A record
/// is one file, so it is there as a whole or not at all. Beside it lies a copy of what the changed file held before.
/// Both may hold keys, so only their owner may read them.
public final class UndoStore {
    private static final String RECORD = ".json";
    private static final String BEFORE = ".before";
    /// What the file held before the first of several changes, if it was changed by others in between.
    private static final String FIRST = ".first";

    /// Two copies of the largest settings file in base64, and what the change was for.
    private static final int LARGEST_BYTES = 32 << 20;

    private final Path folder;

    private UndoStore(Path folder) {
        this.folder = folder;
    }

    public static UndoStore in(Path home) {
        return new UndoStore(home.resolve(".llm-router.connections"));
    }

    /// Keeps other processes from changing files of other programs until it is closed.
    /// @throws FileError another process held the lock for ten seconds
    public Closeable lock() throws FileError {
        try {
            OpenFolder.make(folder, "rwx------");
            try (var open = OpenFolder.of(folder)) {
                open.tightenFolder();
            }
            return FileGuard.on(folder.resolve("connections"))::close;
        } catch (IOException e) {
            throw FileError.of("write", folder, e);
        }
    }

    /// All records, sorted by the names of their files.
    public List<UndoRecord> all() throws FileError {
        var all = new ArrayList<UndoRecord>();
        if (!Files.isDirectory(folder)) return all;
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(RECORD)).sorted().toList()) all.add(read(file));
        } catch (IOException e) {
            throw FileError.of("read", folder, e);
        }
        return all;
    }

    /// The record of a file, or null.
    public UndoRecord of(Path path) throws FileError {
        Path file = file(path, RECORD);
        try {
            return Files.exists(file) ? read(file) : null;
        } catch (IOException e) {
            throw FileError.of("read", file, e);
        }
    }

    private static UndoRecord read(Path file) throws IOException {
        try {
            byte[] bytes = PlainFile.bytes(file, "read", LARGEST_BYTES);
            return UndoRecord.of(Json.parse(new String(bytes, StandardCharsets.UTF_8)));
        } catch (JsonError | IllegalArgumentException e) {
            throw new FileError("cannot read " + file + ": it is no record of this program; move it away");
        }
    }

    /// The copy of what a file held before; it is there if the file was.
    public Path backup(Path path) {
        return file(path, BEFORE);
    }

    /// Writes a record in place of an earlier one of the same file.
    public void keep(UndoRecord record) throws FileError {
        try (var open = OpenFolder.of(folder)) {
            String copy = name(record.path(), BEFORE);
            String first = name(record.path(), FIRST);
            byte[] before = open.bytes(copy, LARGEST_BYTES);
            boolean other = before != null && !Arrays.equals(before, record.before());
            if (other && open.state(first) == null) {
                open.tighten(copy);
                open.rename(copy, first);
            }
            if (record.before() != null) open.replace(copy, record.before(), OpenFolder.OWNER_ONLY);
            byte[] text = (JsonWriter.pretty(record.json()) + "\n").getBytes(StandardCharsets.UTF_8);
            open.replace(name(record.path(), RECORD), text, OpenFolder.OWNER_ONLY);
        } catch (IOException e) {
            throw FileError.of("write", folder, e);
        }
    }

    /// Removes a record and its copies.
    public void forget(UndoRecord record) throws FileError {
        try (var open = OpenFolder.of(folder)) {
            for (String end : List.of(RECORD, BEFORE, FIRST)) open.delete(name(record.path(), end));
        } catch (IOException e) {
            throw FileError.of("write", folder, e);
        }
    }

    private Path file(Path path, String end) {
        return folder.resolve(name(path, end));
    }

    /// The name tells people which file it is about, and its digest makes it unique.
    private static String name(Path path, String end) {
        String digest = KeyDigest.sha256(path.toAbsolutePath().normalize().toString()).substring(0, 8);
        return path.getFileName() + "-" + digest + end;
    }
}
