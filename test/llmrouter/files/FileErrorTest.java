package llmrouter.files;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/// The words for a failure of reading or writing.
class FileErrorTest {
    @Test
    void noJavaClassIsNamed() {
        for (IOException failure : List.of(new AccessDeniedException("/f"), new NoSuchFileException("/f"),
                new FileAlreadyExistsException("/f"), new NotDirectoryException("/f"),
                new FileSystemLoopException("/f"), new DirectoryNotEmptyException("/f"),
                new FileSystemException("/f"), new MalformedInputException(1),
                new FileSystemException("/f", null, "No space left on device"), new UnknownHostException("h"),
                new IOException(), new IOException("Broken pipe"))) {
            String words = FileError.describe(failure) + FileError.words(failure);
            assertFalse(words.contains("Exception") || words.contains("java") || words.contains("null"), words);
        }
    }

    @Test
    void theReasonIsToldAndTheFileWhereTheMessageNeedsIt() {
        var denied = new AccessDeniedException("/f");
        assertEquals("permission denied; check who owns it and its folder", FileError.words(denied));
        assertEquals("/f: permission denied; check who owns it and its folder", FileError.describe(denied));
        assertEquals("it is not UTF-8 text", FileError.words(new MalformedInputException(1)));
        assertEquals("no space left on device",
            FileError.words(new FileSystemException("/f", null, "No space left on device")));
        assertEquals("cannot read /g: there is no such file or folder",
            FileError.describe(FileError.of("read", Path.of("/g"), new NoSuchFileException("/g"))));
    }
}
