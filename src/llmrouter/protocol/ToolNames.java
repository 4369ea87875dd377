package llmrouter.protocol;

import java.util.HashMap;
import java.util.Map;

/// Tool names as the client spells them ⇄ names that the provider's format allows, for the length of one request. One owner.
public final class ToolNames {
    private final Map<String, String> toWire = new HashMap<>();
    private final Map<String, String> toClient = new HashMap<>();

    /// The client's name of a tool that the provider called.
    public String client(String wire) {
        return toClient.getOrDefault(wire, wire);
    }
}
