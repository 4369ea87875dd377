/// Tools that a vendor defines by a type and the client runs: what they are for a model of another vendor, and what
/// their calls are for the client. Which item of a history answers which call.
///
/// *Invariant:* a client is never given a typed call that it could not run as the model meant it.
package llmrouter.protocol.typed;
