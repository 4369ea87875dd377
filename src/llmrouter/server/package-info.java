/// The local HTTP server: reading requests within limits, running exchanges, writing to clients.
///
/// *Invariant:* every request gets exactly one answer in its own format, or its connection is closed; a failure of
/// one request never affects another.
package llmrouter.server;
