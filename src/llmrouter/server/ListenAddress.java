package llmrouter.server;

/// Where to listen and whether keys are asked for.
///
/// @param port        0 for any free one
/// @param requireAuth whether a configured master key is required; only a loopback address may go without
public record ListenAddress(String host, int port, boolean requireAuth) {}
