/// What the formats share when they read and write answers and streams: content blocks, event data, ids, stop
/// sequences, token counts.
///
/// *Invariant:* a content block that was opened is closed exactly once, whatever the provider sends.
package llmrouter.protocol.answer;
