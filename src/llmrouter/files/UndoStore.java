package llmrouter.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
            AtomicFile.makePrivateFolder(folder);
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
            return UndoRecord.of(Json.parse(Files.readString(file)));
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
        try {
            Path copy = backup(record.path());
            boolean other = Files.exists(copy) && !Arrays.equals(Files.readAllBytes(copy), record.before());
            if (other && !Files.exists(file(record.path(), FIRST))) {
                Files.move(copy, file(record.path(), FIRST), StandardCopyOption.ATOMIC_MOVE);
            }
            if (record.before() != null) write(copy, record.before());
            String text = JsonWriter.pretty(record.json()) + "\n";
            write(file(record.path(), RECORD), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw FileError.of("write", folder, e);
        }
    }

    /// Removes a record and its copies.
    public void forget(UndoRecord record) throws FileError {
        try {
            for (String end : List.of(RECORD, BEFORE, FIRST)) Files.deleteIfExists(file(record.path(), end));
        } catch (IOException e) {
            throw FileError.of("write", folder, e);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Path temp = file.resolveSibling(file.getFileName() + ".new");
        AtomicFile.write(temp, content);
        Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// The name tells people which file it is about, and its digest makes it unique.
    private Path file(Path path, String end) {
        String digest = KeyDigest.sha256(path.toAbsolutePath().normalize().toString()).substring(0, 8);
        return folder.resolve(path.getFileName() + "-" + digest + end);
    }
}
