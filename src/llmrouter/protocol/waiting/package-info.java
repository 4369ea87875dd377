/// How long a provider asks the gateway to wait, wherever its vendor puts it: header fields of rate limits, members of
/// an error's body, and sentences; and whether a refusal is a limit of the rate, which ends by itself, or an account
/// without money.
///
/// *Invariant:* a wait that is not said beyond doubt is no wait.
package llmrouter.protocol.waiting;
