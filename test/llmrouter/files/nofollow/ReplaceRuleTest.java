package llmrouter.files.nofollow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Which files another user could replace. The temporary folder around them is sticky and writable for all users.
class ReplaceRuleTest {
    private static final int ANOTHER = 54321;

    @TempDir
    private Path home;
    private Path folder;
    private Path file;

    @BeforeEach
    void begin() throws IOException {
        assumeTrue(home.getFileSystem().supportedFileAttributeViews().contains("unix"), "owners, modes and links");
        folder = Files.createDirectories(home.resolve("outer/folder"));
        file = Files.writeString(folder.resolve("file"), "x");
        for (Path each : new Path[] {folder.getParent(), folder}) mode(each, 0755);
        mode(file, 0644);
    }

    private static void mode(Path path, int mode) throws IOException {
        Files.setAttribute(path, "unix:mode", mode);
    }

    private String why(Path path) throws IOException {
        return PathCheck.replaceable(path, null);
    }

    @Test
    void noFileOfOurOwnInFoldersOfOurOwnCanBeReplaced() throws IOException {
        assertNull(why(file));
        assertNull(why(Files.createSymbolicLink(home.resolve("link"), file)));
    }

    @Test
    void aFolderOnTheWayThatAllCanWriteIsNamedWithTheFix() throws IOException {
        for (Path open : new Path[] {folder, folder.getParent()}) {
            mode(open, 0757);
            String fix = "every user of this machine can write in " + open + " (chmod go-w " + open + ")";
            assertEquals(fix, why(file));
            assertEquals(fix, why(Files.createSymbolicLink(home.resolve(open.getFileName() + ".link"), file)));
            mode(open, 0755);
        }
        mode(file, 0646);
        assertEquals("every user of this machine can write it (chmod go-w " + file + ")", why(file));
    }

    @Test
    void aStickyFolderIsSafeForWhatIsOurOwn() throws IOException {
        mode(folder, 01777);
        assertNull(why(file));
        assumeTrue(ProcessUser.isRoot(), "only root can give a file away");
        Files.setAttribute(file, "unix:uid", ANOTHER);
        assertTrue(why(file).startsWith("it belongs to " + ANOTHER), why(file));
    }

    @Test
    void theGroupMustNotWriteUnlessItIsTheOwnersOwn() throws IOException {
        assumeTrue(ProcessUser.isRoot(), "only root can give a folder to a group");
        mode(folder, 0775);
        assertTrue(why(file).startsWith("all users of the group root can write in " + folder), why(file));
        Files.setAttribute(folder, "unix:uid", ANOTHER);
        Files.setAttribute(folder, "unix:gid", ANOTHER);
        assertNull(PathCheck.replaceable(file, Files.getOwner(folder)), "each user may have a group of that name");
        Files.setAttribute(folder, "unix:gid", ANOTHER + 1);
        assertTrue(PathCheck.replaceable(file, Files.getOwner(folder)).startsWith("all users of the group "));
    }

    @Test
    void foldersAndLinksOfAnotherUserAreNamed() throws IOException {
        assumeTrue(ProcessUser.isRoot(), "only root can give a folder away");
        Path link = Files.createSymbolicLink(home.resolve("link"), file);
        Files.setAttribute(link, "unix:uid", ANOTHER, LinkOption.NOFOLLOW_LINKS);
        assertTrue(why(link).startsWith("it belongs to " + ANOTHER), why(link));
        Files.setAttribute(folder.getParent(), "unix:uid", ANOTHER);
        assertTrue(why(file).startsWith(folder.getParent() + " belongs to " + ANOTHER + ", who could"), why(file));
        assertNull(PathCheck.replaceable(file, Files.getOwner(folder.getParent())), "one more user is trusted");
    }
}
