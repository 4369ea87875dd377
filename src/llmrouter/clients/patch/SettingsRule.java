package llmrouter.clients.patch;

import java.util.List;

import llmrouter.clients.GatewayAccess;
import llmrouter.json.Json;

/// Which settings make a client use a gateway.
@FunctionalInterface
public interface SettingsRule {
    /// The settings in the order in which they are written. The paths depend on the values as little as possible, so
    /// that a later change of the address or the model replaces each of them.
    ///
    /// @param now what the file says before, e.g. to find an item of an array
    List<AgentSetting> settings(GatewayAccess access, Json.Obj now);
}
