/// Routing state that several gateways share through a Redis server: the connection, the scripts that decide on the
/// server, and what is done while the server cannot be used.
///
/// *Invariant:* whatever a server sends, the gateway holds at most a few megabytes of it, waits at most a few seconds
/// for it, and then decides by itself.
package llmrouter.state.redis;
