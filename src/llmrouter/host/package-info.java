/// Runs a gateway in this process: reads settings and keys, starts the server, reloads the configuration, handles
/// signals, and takes a port over.
///
/// *Invariant:* a configuration that cannot be used never replaces one that is in use.
package llmrouter.host;
