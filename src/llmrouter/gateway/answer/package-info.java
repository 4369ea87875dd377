/// What a provider sends as its answer, on its way to the client: passed on, translated, or refused.
///
/// *Invariant:* an answer that is not complete never ends like a complete one.
package llmrouter.gateway.answer;
