package llmrouter.clients.patch;

import java.util.List;

import llmrouter.json.Json;

/// One value of a client's settings file.
///
/// @param path  from the top: a `String` for a member, an `Integer` for an item of an array
/// @param value what must be there; null if nothing may be there
public record AgentSetting(List<?> path, Json value) {
    public static AgentSetting of(Json value, Object... path) {
        return new AgentSetting(List.of(path), value);
    }

    public static AgentSetting of(String value, Object... path) {
        return of(Json.of(value), path);
    }

    /// A setting that would keep the client from using the gateway.
    public static AgentSetting without(Object... path) {
        return new AgentSetting(List.of(path), null);
    }

    /// The path for people, e.g. `env.ANTHROPIC_MODEL`.
    public static String name(List<?> path) {
        return String.join(".", path.stream().map(Object::toString).toList());
    }
}
