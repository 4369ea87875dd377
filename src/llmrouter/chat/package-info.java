/// The neutral conversation: what a request asks for, what an answer says, as parts and events that belong to no wire
/// format, and the ledger of what a translation loses.
///
/// *Invariant:* nothing here names a wire format's field; formats are known to `llmrouter.protocol` alone.
package llmrouter.chat;
