/// Calls to providers: the HTTP client, one mailbox per request for all events it waits for, decoding, cancellation.
/// What an answer means is decided elsewhere.
///
/// *Invariant:* a cancelled call closes its connection, and its late events are dropped.
package llmrouter.upstream;
