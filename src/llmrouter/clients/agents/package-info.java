/// The coding agents that `connect` and `code` know, as one table: the files of each, what must stand in them, and what one
/// start needs. A row is a class of its own.
///
/// *Invariant:* no file is read or written here; an argument of a command line never has a key in it.
package llmrouter.clients.agents;
