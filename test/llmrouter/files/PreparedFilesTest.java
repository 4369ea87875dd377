package llmrouter.files;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Files that another user has prepared under the names that this program uses, and files that others can read: the
/// configuration's lock and backups, the request log, the list of gateways, the records of `connect`.
class PreparedFilesTest {
    private static final String SECRET = "what only its owner may change";

    @TempDir
    private Path home;
    private Path victim;
    private Path config;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        assumeTrue(home.getFileSystem().supportedFileAttributeViews().contains("unix"), "owners, modes and links");
        victim = Files.writeString(home.resolve("victim"), SECRET);
        config = home.resolve("config.json");
    }

    private Path link(String name) throws IOException {
        return Files.createSymbolicLink(home.resolve(name), victim);
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    /// Finding F3b of an audit: the victim's content became `process 12282`.
    @Test
    void aLinkInPlaceOfTheLockIsRefusedAndNothingIsChanged() throws IOException {
        Files.writeString(config, "{}");
        Path lock = link("config.json.lock");
        String message = assertThrows(FileError.class, () -> ConfigStore.at(config).edit(_ -> "{ }")).getMessage();
        assertEquals("cannot write " + config + ": " + lock + " is a symbolic link, which may lead elsewhere; "
            + "name a regular file, or remove the link", message);
        assertEquals(SECRET, Files.readString(victim));
        assertEquals("{}", Files.readString(config));
    }

    /// In containers the configuration is often a link.
    @Test
    void anEditThroughALinkOfTheConfigurationReplacesWhatItLeadsTo() throws IOException {
        Path folder = Files.createDirectory(home.resolve("mounted"));
        Path target = Files.writeString(folder.resolve("real.json"), "{}");
        Files.createSymbolicLink(config, target);
        assertEquals(target.toRealPath(), ConfigStore.at(config).edit(_ -> "{ }").file());
        assertTrue(Files.isSymbolicLink(config));
        assertEquals("{ }", Files.readString(target));
        assertEquals("rw-------", mode(target));
    }

    @Test
    void backupsThatOthersCouldReadAreClosedToThem() throws IOException {
        Files.writeString(config, "{}");
        Path backup = Files.writeString(home.resolve("config.json.bak"), "{\"old\":1}");
        mode(backup, "rw-r--r--");
        SavedFile saved = ConfigStore.at(config).edit(_ -> "{ }");
        Path moved = home.resolve("config.json.bak.1");
        assertEquals("rw-------", mode(moved));
        assertEquals("{\"old\":1}", Files.readString(moved));
        assertEquals(List.of(moved + " was open to other users (mode 644); it is closed to them now (mode 600)"),
            saved.notes());
    }

    /// Root edits a file of another user in a folder of root's: the file and its backups stay that user's.
    @Test
    void whatRootEditsKeepsItsOwner() throws IOException {
        assumeTrue(Files.getOwner(home).getName().equals("root"), "only root can");
        Files.writeString(config, "{}");
        Files.setAttribute(config, "unix:uid", 54321);
        ConfigStore.at(config).edit(_ -> "{ }");
        assertEquals("{ }", Files.readString(config));
        assertEquals(54321, Files.getAttribute(config, "unix:uid"));
        assertEquals(54321, Files.getAttribute(home.resolve("config.json.bak"), "unix:uid"));
        mode(home, "rwxrwxrwx");
        String message = assertThrows(FileError.class, () -> ConfigStore.at(config).edit(_ -> "{}")).getMessage();
        assertTrue(message.endsWith("so nothing in it is given to that user; run: chmod go-w " + home), message);
        assertEquals("{ }", Files.readString(config));
    }

    @Test
    void rootEditsNoFileInAFolderOfAnotherUser() throws IOException {
        assumeTrue(Files.getOwner(home).getName().equals("root"), "only root can");
        Path theirs = Files.createDirectory(home.resolve("theirs"));
        Path file = Files.writeString(theirs.resolve("config.json"), "{}");
        Files.setAttribute(theirs, "unix:uid", 54321);
        String message = assertThrows(FileError.class, () -> ConfigStore.at(file).edit(_ -> "{ }")).getMessage();
        assertTrue(message.startsWith("cannot write " + file + ": " + theirs + " belongs to 54321, ")
            && message.contains("(sudo -u '#54321' llm-router ...; a container: --user=54321)"), message);
        var foreign = new ForeignFile(file, file);
        assertThrows(FileError.class, () -> foreign.replace(new byte[] {'{', '}'}, new byte[1], null));
        assertThrows(FileError.class, () -> UndoStore.in(theirs).lock());
        assertThrows(IOException.class, () -> RollingLog.at(theirs.resolve("log")).prepare(said::add));
        assertThrows(IOException.class, () -> SharedFile.edit(theirs.resolve("list"), _ -> "", said::add));
        try (var files = Files.list(theirs)) {
            assertEquals(List.of(file), files.toList());
        }
        assertEquals("{}", Files.readString(file));
    }

    @Test
    void rootFollowsNoLinkOfAnotherUserToAConfiguration() throws IOException {
        assumeTrue(Files.getOwner(home).getName().equals("root"), "only root can");
        Path other = Files.writeString(home.resolve("other.json"), "{}");
        Path link = Files.createSymbolicLink(home.resolve("config.json"), other);
        assertEquals(other.toRealPath(), ConfigStore.at(link).edit(_ -> "{ }").file());
        Files.setAttribute(link, "unix:uid", 54321, LinkOption.NOFOLLOW_LINKS);
        String message = assertThrows(FileError.class, () -> ConfigStore.at(link).edit(_ -> "{}")).getMessage();
        assertTrue(message.startsWith("cannot write " + link + ": " + link + " belongs to 54321, "), message);
        assertEquals("{ }", Files.readString(other));
    }

    /// Finding F10 of an audit.
    @Test
    void aLogThatOthersCouldReadIsClosedToThemWithItsOlderFiles() throws IOException {
        var names = List.of("log", "log.1", "log.5");
        for (String name : names) mode(Files.writeString(home.resolve(name), "x\n"), "rw-r--r--");
        RollingLog log = RollingLog.at(home.resolve("log"));
        log.prepare(said::add);
        log.append("y\n");
        for (String name : names) assertEquals("rw-------", mode(home.resolve(name)));
        assertEquals("x\ny\n", Files.readString(home.resolve("log")));
        assertEquals(3, said.size(), said::toString);
    }

    @Test
    @Timeout(20)
    void aLogThatIsALinkOrAPipeIsNeitherWrittenNorReadForEver() throws Exception {
        RollingLog log = RollingLog.at(link("log"));
        String message = assertThrows(IOException.class, () -> log.append("y\n")).getMessage();
        assertTrue(message.contains(" is a symbolic link"), message);
        assertEquals(SECRET, Files.readString(victim));
        Path pipe = home.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        message = assertThrows(IOException.class, () -> RollingLog.at(pipe).append("y\n")).getMessage();
        assertTrue(message.contains(" is a pipe"), message);
        assertThrows(IOException.class, () -> RollingLog.at(pipe).newest(_ -> true));
    }

    /// A sparse file of a gigabyte without a line end, and a line before it.
    @Test
    void aLogWithALineWithoutEndIsReadPieceByPiece() throws IOException {
        RollingLog log = RollingLog.at(home.resolve("log"));
        log.append("first\nsecond\n");
        try (var sparse = new RandomAccessFile(home.resolve("log").toFile(), "rw")) {
            sparse.setLength(256L << 20);
        }
        assertEquals("second", log.newest(line -> line.startsWith("s")));
        assertNull(log.newest(line -> line.startsWith("\0")));
    }

    @Test
    void aListOfGatewaysThatIsFarTooLargeIsMovedAside() throws IOException {
        Path list = home.resolve("list.json");
        try (var sparse = new RandomAccessFile(list.toFile(), "rw")) {
            sparse.setLength(1L << 30);
        }
        mode(list, "rw-------");
        assertThrows(FileError.class, () -> SharedFile.read(list));
        SharedFile.edit(list, text -> text == null ? "new" : "old", said::add);
        assertEquals("new", Files.readString(list));
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.getFirst().startsWith(list + " was broken (it is larger than "), said::toString);
        Files.delete(list);
        link("list.json");
        assertThrows(IOException.class, () -> SharedFile.edit(list, _ -> "x", said::add));
        assertEquals(SECRET, Files.readString(victim));
    }

    @Test
    void recordsOfConnectLieInAFolderThatIsClosedToOthers() throws IOException {
        Path folder = Files.createDirectory(home.resolve(".llm-router.connections"));
        mode(folder, "rwxr-xr-x");
        UndoStore.in(home).lock().close();
        assertEquals("rwx------", mode(folder));
        Files.delete(folder.resolve("connections.lock"));
        Files.createSymbolicLink(folder.resolve("connections.lock"), victim);
        assertThrows(FileError.class, () -> UndoStore.in(home).lock());
        assertEquals(SECRET, Files.readString(victim));
    }
}
