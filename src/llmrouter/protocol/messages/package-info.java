/// Anthropic Messages, both directions.
///
/// *Invariant:* a written request is one that the vendor's own validation accepts; blocks of a stream never overlap.
package llmrouter.protocol.messages;
