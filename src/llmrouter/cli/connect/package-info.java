/// `connect` and `code`: clients are set up to use a gateway, once for all by their own settings files, or for one start.
///
/// *Invariant:* a file of a client changes only after its old bytes are on the disk in the records of this program; a key
/// is never printed, logged or passed as an argument.
package llmrouter.cli.connect;
