/// Calls to providers: one HTTP client, one mailbox per request in which everything that can happen next arrives, decoding, cancellation.
/// What an answer means is not known here.
///
/// *Invariant:* a call that is cancelled or abandoned closes its connection, and its late signals are never seen.
package llmrouter.upstream;
