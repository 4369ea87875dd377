/// The commands that run a gateway or control a running one: start, stop, reload, status, demo, install.
///
/// *Invariant:* a command that controls a gateway proves first that the gateway belongs to the same user.
package llmrouter.cli.run;
