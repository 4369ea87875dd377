package llmrouter.deploy.payload;

import java.util.Map;

import llmrouter.config.YesNo;

/// What a Worker remembers from one request to the next: whether caps, cooldowns and turns of strategies have effect.
public enum HostedState {
    /// Nothing: each request is routed by the order of the configuration.
    NONE,
    /// What the isolate that runs the request remembers. Cloudflare runs many, and ends them as it likes.
    ISOLATE,
    /// A Durable Object remembers for all isolates.
    DURABLE;

    /// The variable that turns the memory of isolates on.
    public static final String BEST_EFFORT = "LLM_ROUTER_WORKER_ALLOW_BEST_EFFORT_STATEFUL_ROUTING";

    /// @param vars    of the Worker
    /// @param durable whether it gets a Durable Object
    public static HostedState of(Map<String, String> vars, boolean durable) {
        if (durable) return DURABLE;
        String word = vars.get(BEST_EFFORT);
        return word != null && YesNo.bool(word) == Boolean.TRUE ? ISOLATE : NONE;
    }
}
