/// The header fields that Anthropic adds to HTTP: the version of the format, and the beta features that a provider is
/// told.
///
/// *Invariant:* a provider is told no feature that it is known to refuse, unless its configuration names it.
package llmrouter.protocol.messages.headers;
