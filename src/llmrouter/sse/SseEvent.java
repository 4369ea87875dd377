package llmrouter.sse;

/// One block of an event stream, up to and with its closing blank line.
///
/// @param name the `event` field, or null if the block has none
/// @param data the `data` lines joined by line feeds, or null if the block has none (a comment, a lone `id`)
/// @param raw  the very text of the block, for passing on unchanged
public record SseEvent(String name, String data, String raw) {}
