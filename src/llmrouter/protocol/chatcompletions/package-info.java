/// OpenAI Chat Completions, both directions.
///
/// *Invariant:* a written request is one that the vendor's own validation accepts.
package llmrouter.protocol.chatcompletions;
