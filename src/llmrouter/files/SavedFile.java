package llmrouter.files;

import java.nio.file.Path;
import java.util.List;

/// What an edit of a file did on the disk.
///
/// @param file    that was edited, after following links
/// @param changed whether the file was written
/// @param backup  of the version before, or null if there was none
/// @param copy    the dated copy of the version before, or null if none was asked for
/// @param notes   of other files that had to be closed to other users, a sentence each
public record SavedFile(Path file, boolean changed, Path backup, Path copy, List<String> notes) {}
