/// The command line: one table of commands and flags, from which the parser, the help texts and the README's
/// reference are made. The commands themselves are in the sub-packages, one file each.
///
/// *Invariant:* data goes to standard output, everything else to standard error; a command returns an
/// [llmrouter.cli.ExitCode].
package llmrouter.cli;
