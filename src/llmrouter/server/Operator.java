package llmrouter.server;

import llmrouter.http.HeaderMap;
import llmrouter.json.Json;

/// Whoever runs a gateway: what their commands may do with it through its control door.
public interface Operator {
    /// Whether a request comes from one of the operator's commands.
    boolean sends(HeaderMap headers);

    /// Who the gateway is.
    Json.Obj identity();

    /// Reads the configuration now.
    /// @return `reloaded` and a line `said` about what changed or why nothing did
    Json.Obj reload();

    /// Ends the gateway, once its requests have finished; returns at once.
    void stop();

    /// Ends the gateway so that another one takes over: like [#stop], but requests on existing connections are still served.
    /// @return false if it is ending already
    boolean handOver();
}
