/// The wizards of the hosted gateway: they ask a person at a terminal for what `deploy`, `worker-key` and `rollback`
/// are not told by flags, look at the account for what can be chosen, and run the command.
///
/// *Invariant:* looking at an account changes nothing there; a token goes to the command by its environment and a key
/// by its standard input, never as a word.
package llmrouter.cli.menu.hosting;
