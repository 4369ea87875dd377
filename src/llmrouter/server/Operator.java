package llmrouter.server;

import llmrouter.json.Json;
import llmrouter.proof.ProofKey;

/// What the operator's own commands can do with a running gateway, over `/control/…`. Thread-safe.
public interface Operator {
    /// The secret by which the gateway and the operator's commands prove themselves to each other.
    ProofKey key();

    /// The gateway is about to close its listener for clients. Another program may have its port from then on.
    void listensNoMore();

    /// The gateway's name, version, process id, port and configuration file; what tells whether it runs with the file's
    /// text (`configDigest`), what it refuses (`configRefusal`), and which providers are left out and why (`leftOut`).
    Json.Obj identity();

    /// Reads the configuration file now and applies it if it has changed, as the gateway would by itself in a moment.
    /// @param keyless the digest of a text that has no key for clients, which the user has confirmed: that text is
    ///                taken, and locks the gateway; or null
    /// @return `taken`, `said` (what changed, or why nothing did), `warnings`, and `locked` (whether every request is
    ///         refused, because the gateway has no key any more)
    Json.Obj look(String keyless);

    /// Reads the configuration again now.
    /// @return `reloaded` (whether it was replaced), `said` (what changed, or why nothing did) and `warnings`
    Json.Obj reload();

    /// Shows a line to the person who started the gateway.
    void say(String line);

    /// Ends the gateway when its requests have finished; returns at once.
    void stop();

    /// Ends the gateway so that another one takes over: like [#stop], but requests on existing connections are still
    /// served.
    /// @return false if it is ending already
    boolean handOver();
}
