/// What stands in the earlier turns of a conversation: the rule that history is never refused, the nearest text of what
/// another format cannot hold, and what earlier turns say about the present request (effort, tools). Nothing here knows
/// a wire format; the readers of the formats use it.
///
/// *Invariant:* a piece of an earlier turn never makes a request fail; it is carried, or the ledger names it.
package llmrouter.protocol.history;
