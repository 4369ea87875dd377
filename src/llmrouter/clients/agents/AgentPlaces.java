package llmrouter.clients.agents;

import java.nio.file.Path;
import java.util.Map;

/// Where a client would look for its files.
///
/// @param environment the variables that the client sees
/// @param home        the user's home folder
/// @param project     the folder in which the client is started; absolute
public record AgentPlaces(Map<String, String> environment, Path home, Path project) {}
