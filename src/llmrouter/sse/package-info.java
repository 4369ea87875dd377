/// Server-sent events (WHATWG HTML §9.2): a decoder that is fed any fragment of text, and an encoder. This package
/// looks at the data only to find out where events end that no blank line closes, and whether an event is like another
/// but for its words.
///
/// *Invariant:* the decoder gives the same events wherever the text was cut. The raw texts of its events put together
/// are the text, or mean the same if the decoder had to add blank lines.
package llmrouter.sse;
