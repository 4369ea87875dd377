package llmrouter.files;

import java.nio.file.Path;

/// What an edit did.
///
/// @param file   that was written, after following links
/// @param backup of the version before, or null if there was none
public record SavedFile(Path file, boolean changed, Path backup) {}
