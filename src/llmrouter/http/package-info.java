/// HTTP vocabulary without sockets: header fields, HTTP dates, `Retry-After`, `Accept`, bytes kept as Latin-1
/// characters.
///
/// *Invariant:* header names compare without regard to case; nothing here reads a clock or a socket.
package llmrouter.http;
