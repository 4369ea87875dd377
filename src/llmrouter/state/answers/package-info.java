/// What a gateway remembers of its own answers, for clients that refer to them by their ids. It lives in memory, is
/// bounded, ends with the process, and is handed over to the next process at a takeover. How a request refers to an
/// answer is the business of `protocol/`.
///
/// *Invariant:* a client gets only what was remembered for it, and the memory never holds more bytes than its limit.
package llmrouter.state.answers;
