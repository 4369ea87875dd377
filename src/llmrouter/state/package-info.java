/// The state that requests share: health of candidates, counters of caps, credits, conversations. It is kept in memory,
/// in files, or in a Redis server for several gateways; if files or server fail, the gateway continues from memory.
///
/// *Invariant:* the core sees [StateStore] only and does not know where the state is kept.
package llmrouter.state;
