/// The programs that talk to a gateway, as one table: what to set in each, in which file, or what to paste into a
/// shell. The banner of `start`, the commands of `demo` and the README's table come from it or are checked against
/// it.
///
/// *Invariant:* what to set in a client is written here and nowhere else; no file is read or written.
package llmrouter.clients;
