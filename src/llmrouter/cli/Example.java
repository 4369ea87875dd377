package llmrouter.cli;

/// A command line that works, and what it is good for.
///
/// @param line what follows `llm-router `
public record Example(String line, String why) {}
