/// The request log: one line of JSON per request, written by one thread, and optional transcripts.
///
/// *Invariant:* writing the log never delays or fails a request; no line holds a key.
package llmrouter.server.log;
