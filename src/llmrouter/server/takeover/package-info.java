/// A gateway takes the address and the state of another one over: what the new one does, and how the old one keeps its
/// clients meanwhile.
///
/// *Invariant:* the new gateway opens the state only when the old one has closed it, and believes no line without its
/// proof.
package llmrouter.server.takeover;
