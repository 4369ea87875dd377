package llmrouter.clients.patch;

import java.util.List;

/// A file without what a connection had set in it.
///
/// @param text    with the values from before the connection
/// @param changed the settings of the connection whose values were changed since, e.g. `env.ANTHROPIC_MODEL`; they have
///                their old values in `text` too
public record Reverted(String text, List<String> changed) {}
