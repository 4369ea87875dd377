package llmrouter.server.bodies;

import llmrouter.json.JsonScan;

/// The body of a request.
///
/// @param scan null if the text is not a JSON object
public record ReceivedBody(String text, JsonScan scan) {}
