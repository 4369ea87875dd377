/// How a wizard runs: its steps are asked, with a way back; its answers become the words of an operation; what that
/// would change is shown, and then it is run. What there is to ask is in `entries`.
///
/// *Invariant:* nothing here changes a file. Each change is an operation of the command table that the person has seen
/// as a difference and has agreed to; a key goes to it through standard input, never as a word.
package llmrouter.cli.menu;
