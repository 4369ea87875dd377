/// Summaries that take the place of a conversation, as the items and blocks of the formats that have them: what the
/// vendors made, and what was made through the gateway. How a model is asked for one is in `request`.
///
/// *Invariant:* a summary is never left out. A request whose summary cannot be opened is refused.
package llmrouter.protocol.summary;
