/// OpenAI Responses, both directions and without state of its own. References to earlier answers of the gateway are
/// replaced by what they refer to. A request that refers to something else that is stored goes only to a provider of
/// this format, unchanged.
///
/// *Invariant:* the output of a stream's last event is the items that were streamed.
package llmrouter.protocol.responses;
