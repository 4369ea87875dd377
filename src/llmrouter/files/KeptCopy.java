package llmrouter.files;

import java.nio.file.Path;
import java.time.Instant;

/// A kept copy of an earlier version of a file.
///
/// @param number 1 for the newest
/// @param at     when a newer version took its place
public record KeptCopy(int number, Path file, Instant at, String text) {}
