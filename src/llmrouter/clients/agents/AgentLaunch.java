package llmrouter.clients.agents;

import java.util.List;
import java.util.Map;

import llmrouter.clients.GatewayAccess;

/// What one start of a client needs to use a gateway, without any change of its files.
///
/// @param environment variables to set
/// @param arguments   that stand before the user's own; other users of the machine can see them, so no key is in them
/// @param without     variables that the client must not see, because they would keep it from the gateway
/// @param belowFiles  whether the client's own files count more than all this, if they name a gateway
public record AgentLaunch(Map<String, String> environment, List<String> arguments, List<String> without,
        boolean belowFiles) {
    /// The variable that holds the key where a client takes it from a variable of any name.
    public static final String KEY_VARIABLE = "GATEWAY_KEY";

    public AgentLaunch {
        environment = Map.copyOf(environment);
    }

    AgentLaunch(Map<String, String> environment, List<String> arguments, List<String> without) {
        this(environment, arguments, without, false);
    }

    static AgentLaunch of(Map<String, String> environment, String... arguments) {
        return new AgentLaunch(environment, List.of(arguments), List.of());
    }

    /// A copy that the client's own files can overrule.
    AgentLaunch overruledByFiles() {
        return new AgentLaunch(environment, arguments, without, true);
    }

    /// What a start needs for one gateway.
    @FunctionalInterface
    public interface LaunchRule {
        AgentLaunch of(GatewayAccess access);
    }
}
