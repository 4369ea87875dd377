/// How much memory the gateway may use for what its clients and providers send: shares of the JVM's heap, and counters
/// that refuse bytes before they are held. What happens to a request that is refused is not decided here.
///
/// *Invariant:* the sum of all shares is less than the heap; a counter never counts more than its share, and never less
/// than nothing.
package llmrouter.memory;
