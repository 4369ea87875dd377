/// References of clients to earlier answers of the gateway: what is put in their place, and what a gateway must be able
/// to remember for that. Where answers are remembered is decided by an edge.
///
/// *Invariant:* a request that refers to nothing passes unchanged.
package llmrouter.protocol.earlier;
