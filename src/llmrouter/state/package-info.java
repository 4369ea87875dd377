/// What requests share: facts learned about candidates. It lives in memory, in files, or in a Redis server for several
/// gateways at once, which speaks RESP and decides in scripts; whichever fails, memory takes over.
///
/// *Invariant:* the core asks through [StateStore]; where the answer is kept, it does not know.
package llmrouter.state;
