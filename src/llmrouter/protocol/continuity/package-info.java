/// What of a conversation only its issuer can read, in requests and answers that keep their format: signatures of
/// thinking, encrypted reasoning, summaries. Here is found what a request replays of it, and what a candidate gets of
/// it.
///
/// *Invariant:* a piece goes back to the provider that issued it, as that provider wrote it, and to no other provider.
package llmrouter.protocol.continuity;
