/// Menus and wizards: the command line by questions. A wizard turns answers into the words of an operation, shows what
/// the operation would change, and runs it.
///
/// *Invariant:* nothing here changes a file. Each change is an operation of the command table that the person has seen
/// as a difference and has agreed to; a key goes to it through standard input, never as a word.
package llmrouter.cli.menu;
