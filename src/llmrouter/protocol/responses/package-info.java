/// OpenAI Responses, both directions and without state: the gateway stores nothing, so a request that refers to
/// something stored goes only to a provider of this format, unchanged.
///
/// *Invariant:* the output of a stream's last event is the items that were streamed.
package llmrouter.protocol.responses;
