/// A terminal on Unix: its keys, its size, and lines drawn on it. What is drawn is decided elsewhere; here it becomes
/// characters and escape sequences (ECMA-48), and bytes that are typed become keys.
///
/// *Invariant:* what changes the terminal's settings has a registered way to set them back, also where a signal ends
/// the process; a line holds no control character, and never fills the last column.
package llmrouter.tui.terminal;
