/// The local HTTP server: who may come in, reading requests within limits, running exchanges, writing to clients.
///
/// *Invariant:* every request gets exactly one answer in its own format, or its connection is gone; a failure in one never touches another.
package llmrouter.server;
