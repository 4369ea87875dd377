/// The command line: one table of commands and flags, from which the parser, the help texts and the README's reference are made,
/// and one file per command. What a command does beyond talking to a person lives in the other packages.
///
/// *Invariant:* data goes to standard output, everything else to standard error; exit codes are 0 (done), 1 (it failed),
/// 2 (the user must change something).
package llmrouter.cli;
