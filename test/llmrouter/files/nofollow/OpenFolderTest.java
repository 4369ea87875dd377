package llmrouter.files.nofollow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// What another user could put into a folder, and what comes of it. Where the tests do not run as root, they make the
/// links and the modes themselves, and leave out what needs files of another user.
class OpenFolderTest {
    private static final String SECRET = "what only its owner may read or change";

    @TempDir
    private Path home;
    private Path folder;
    private Path victim;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        assumeTrue(home.getFileSystem().supportedFileAttributeViews().contains("unix"), "owners, modes and links");
        folder = Files.createDirectory(home.resolve("folder"));
        victim = Files.writeString(home.resolve("victim"), SECRET);
        Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-------"));
    }

    private OpenFolder open() throws IOException {
        return OpenFolder.of(folder, said::add);
    }

    private void mustBeUnchanged() throws IOException {
        assertEquals(SECRET, Files.readString(victim));
        assertEquals("rw-------", mode(victim));
        assertEquals(Files.getOwner(home), Files.getOwner(victim));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    private String refused(String name) {
        return assertThrows(UnsafeFile.class, () -> {
            try (OpenFolder open = open();
                    FileChannel channel = open.own(name, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        }).getMessage();
    }

    private UserPrincipal anotherUser() throws IOException {
        assumeTrue(ProcessUser.isRoot(), "only root can make a file of another user");
        return home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("54321");
    }

    @Test
    void whatIsNoFileOfOurOwnIsRefusedInWordsAndStaysAsItIs() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), victim);
        Files.createSymbolicLink(folder.resolve("dangling"), home.resolve("not-there"));
        Files.createLink(folder.resolve("hard"), victim);
        Files.createDirectory(folder.resolve("folder"));
        assertEquals(0, new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor());
        assertEquals(folder.resolve("link") + " is a symbolic link, which may lead elsewhere; "
            + "name a regular file, or remove the link", refused("link"));
        assertTrue(refused("dangling").contains(" is a symbolic link"));
        assertFalse(Files.exists(home.resolve("not-there")), "the link was followed");
        assertTrue(refused("hard").contains("/hard has a second name (a hard link)"));
        assertTrue(refused("folder").contains("/folder/folder is a folder"));
        assertTrue(refused("pipe").contains("/pipe is a pipe, a socket or a device"));
        mustBeUnchanged();
    }

    @Test
    void aFileOfAnotherUserIsRefused() throws IOException {
        UserPrincipal other = anotherUser();
        Path file = Files.writeString(folder.resolve("file"), "theirs");
        Files.setOwner(file, other);
        assertTrue(refused("file").contains("/file belongs to 54321; remove it, or run: chown root "));
        assertEquals("theirs", Files.readString(file));
        assertEquals(List.of("file"), names());
    }

    private List<String> names() throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFileOfOurOwnThatOthersCouldReadIsClosedToThemAndThatIsSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--rw-"));
        try (OpenFolder open = open(); FileChannel channel = open.own("file", StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("K".getBytes(StandardCharsets.UTF_8)));
        }
        assertEquals("Kept", Files.readString(file));
        assertEquals("rw-------", mode(file));
        assertEquals(List.of(file + " was open to other users (mode 646); it is closed to them now (mode 600)"), said);
    }

    @Test
    void aFolderThatIsSwappedWhileItIsOpenGainsNothing() throws IOException {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Path theirs = Files.writeString(elsewhere.resolve("file"), SECRET);
        try (OpenFolder open = open()) {
            Files.move(folder, home.resolve("moved"));
            Files.createSymbolicLink(folder, elsewhere);
            assertThrows(UnsafeFile.class, () -> open.replace("file", new byte[1], OpenFolder.OWNER_ONLY));
            assertThrows(UnsafeFile.class, () -> open.own("file", StandardOpenOption.WRITE).close());
            open.delete("file");
        }
        assertEquals(SECRET, Files.readString(theirs));
    }

    /// Finding F3 of an audit, with the attacker in this process: a link takes the place of each file that is being
    /// written, as soon as it is seen.
    @Test
    void linksInPlaceOfNewFilesHarmNoOtherFile() throws Exception {
        var done = new AtomicBoolean();
        var planted = new ArrayList<String>();
        Thread attacker = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; !done.get(); i++) plant(home.resolve("link-" + i), planted);
        });
        int refused = 0;
        for (int i = 0; i < 2_000 && (planted.size() < 50 || i < 200); i++) {
            try (OpenFolder open = open()) {
                open.replace("file", new byte[100], "rw-r--r--");
            } catch (IOException _) {
                refused++;
            }
        }
        done.set(true);
        attacker.join();
        mustBeUnchanged();
        assertTrue(refused > 0 && !planted.isEmpty(), planted.size() + " links were planted, " + refused + " refused");
    }

    private void plant(Path link, List<String> planted) {
        try (var all = Files.list(folder)) {
            for (Path each : all.filter(file -> file.toString().endsWith(".new")).toList()) {
                Files.createSymbolicLink(link, victim);
                Files.move(link, each, StandardCopyOption.ATOMIC_MOVE);
                planted.add(each.toString());
            }
        } catch (IOException | UncheckedIOException _) {
            return; // the writer was faster
        }
    }

    @Test
    void whatAKilledWriterLeftIsRemovedByTheNextOne() throws IOException {
        Files.writeString(folder.resolve("file.0123456789ab.new"), "half");
        Files.writeString(folder.resolve("file.txt.new"), "another program's");
        try (OpenFolder open = open()) {
            open.replace("file", new byte[1], OpenFolder.OWNER_ONLY);
        }
        assertEquals(List.of("file", "file.txt.new"), names());
    }

    @Test
    void rootWritesInNoFolderThatAnotherUserDecidesOn() throws IOException {
        UserPrincipal other = anotherUser();
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.setOwner(folder, other);
        String message = assertThrows(UnsafeFile.class, this::open).getMessage();
        assertTrue(message.startsWith(folder + " belongs to 54321, who could redirect what this program writes there "
            + "as root; run llm-router as that user (sudo -u '#54321' llm-router ...; a container: "), message);
        assertTrue(assertThrows(UnsafeFile.class, () -> OpenFolder.of(inside)).getMessage().startsWith(folder + " "));
        assertThrows(UnsafeFile.class, () -> OpenFolder.make(folder.resolve("new"), null));
        assertFalse(Files.exists(folder.resolve("new")));
        Path link = Files.createSymbolicLink(home.resolve("link"), home);
        Files.setAttribute(link, "unix:uid", 54321, LinkOption.NOFOLLOW_LINKS);
        assertTrue(assertThrows(UnsafeFile.class, () -> OpenFolder.of(link)).getMessage().startsWith(link + " "));
    }

    /// `/tmp`, and volumes of containers.
    @Test
    void rootWritesInAFolderOfRootsThatEveryoneMayWriteIn() throws IOException {
        assumeTrue(ProcessUser.isRoot());
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (OpenFolder open = open()) {
            open.replace("file", new byte[1], OpenFolder.OWNER_ONLY);
        }
        assertEquals("rw-------", mode(folder.resolve("file")));
    }
}
