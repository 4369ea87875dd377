/// Why an attempt failed: what happened, whose fault it is, and the error that the client gets for it.
///
/// *Invariant:* every failure has one owner, and only the owner's failures count against the health of a candidate.
package llmrouter.gateway.failure;
