package llmrouter.files;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/// A file that cannot be read or written. The message says which file, why, and what to do. It never has content of
/// the file.
public final class FileError extends IOException {
    private static final long serialVersionUID = 1L;

    FileError(String message) {
        super(message);
    }

    private FileError(String message, IOException cause) {
        super(message, cause);
    }

    /// What an exception of the file system means, as a message for the user.
    ///
    /// @param doing e.g. `read` or `write`
    public static FileError of(String doing, Path path, IOException cause) {
        if (cause instanceof FileError described) return described;
        if (Home.isNowhere(path)) {
            String name = Home.NOWHERE.relativize(path).toString();
            return new FileError("cannot " + doing + " " + name + ": the folder that it belongs to cannot be used; the "
                + "warning before says why", cause);
        }
        return new FileError("cannot " + doing + " " + path + ": " + reason(cause), cause);
    }

    /// Why reading or writing failed, as a clause for people. It has no name of a Java class.
    public static String words(IOException failure) {
        return failure instanceof FileError described ? described.getMessage() : reason(failure);
    }

    /// The same with the name of the file where the failure has one: for a message that does not name it.
    public static String describe(IOException failure) {
        boolean named = failure instanceof FileSystemException file && file.getFile() != null;
        return named ? ((FileSystemException) failure).getFile() + ": " + words(failure) : words(failure);
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case AccessDeniedException _ -> "permission denied; check who owns it and its folder";
            case FileAlreadyExistsException e -> "there is already " + e.getFile();
            case NoSuchFileException _ -> "there is no such file or folder";
            case NotDirectoryException _ -> "a part of its path is not a folder";
            case DirectoryNotEmptyException _ -> "it is a folder with files in it";
            case FileSystemException e when e.getReason() != null -> lower(e.getReason());
            case FileSystemException _ -> "the file system refuses it"; // its message is only the name of the file
            case CharacterCodingException _ -> "it is not UTF-8 text";
            case UnknownHostException e -> "unknown host " + e.getMessage();
            default -> cause.getMessage() == null ? "the system gives no reason" : lower(cause.getMessage());
        };
    }

    private static String lower(String text) {
        boolean sentence = text.length() > 1 && Character.isLowerCase(text.charAt(1));
        return sentence ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
    }
}
