package llmrouter.clients.agents;

import java.util.List;
import java.util.Map;

import llmrouter.clients.GatewayAccess;

/// What one start of a client needs to use a gateway, without any change of its files.
///
/// @param environment variables to set
/// @param arguments   that stand before the user's own; other users of the machine can see them, so no key is in them
/// @param without     variables that the client must not see, because they would keep it from the gateway
public record AgentLaunch(Map<String, String> environment, List<String> arguments, List<String> without) {
    /// The variable that holds the key where a client takes it from a variable of any name.
    public static final String KEY_VARIABLE = "LLM_ROUTER_CLIENT_KEY";

    public AgentLaunch {
        environment = Map.copyOf(environment);
    }

    static AgentLaunch of(Map<String, String> environment, String... arguments) {
        return new AgentLaunch(environment, List.of(arguments), List.of());
    }

    /// What a start needs for one gateway.
    @FunctionalInterface
    public interface LaunchRule {
        AgentLaunch of(GatewayAccess access);
    }
}
