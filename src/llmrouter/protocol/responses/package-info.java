/// OpenAI Responses, both directions and without state: nothing is stored here, so a request of the format that leans
/// on something stored goes only to a provider of the format, as it came.
///
/// *Invariant:* the output of a stream's last event is the items that were streamed.
package llmrouter.protocol.responses;
