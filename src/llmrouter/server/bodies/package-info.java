/// The bodies of clients' requests: read within limits, decompressed, and counted against the heap's share for bodies
/// before they are held. What a body means is decided elsewhere.
///
/// *Invariant:* a byte of a body is counted before memory for it is taken, and what was counted is given back when the
/// request ends, however it ends.
package llmrouter.server.bodies;
