/// Server-sent events (WHATWG HTML §9.2): a decoder that is fed any fragment of text, and an encoder. This package does
/// not interpret the data.
///
/// *Invariant:* the decoder gives the same events wherever the text was cut, and the raw texts of its events put
/// together are the text.
package llmrouter.sse;
