/// `completion`: scripts with which bash, zsh and fish complete command lines of this program. A script has the
/// commands, operations, flags and fixed values in it, made from the command table. It runs the program only for names
/// out of the configuration.
///
/// *Invariant:* a script prints nothing but candidates: no error of the program reaches the line that is typed.
package llmrouter.cli.completion;
