/// What requests share: facts learned about candidates.
///
/// *Invariant:* the core asks through [StateStore]; where the answer is kept, it does not know.
package llmrouter.state;
