/// The request log: one line of JSON per request, written by one thread, and optional transcripts. When a gateway
/// starts, it reads the end of the log, so that its status page knows the last hour.
///
/// *Invariant:* writing the log never delays or fails a request; no line holds a key; requests that are refused
/// again and again cannot fill it.
package llmrouter.server.log;
