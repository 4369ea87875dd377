/// Questions to a person at a terminal: by keys where the terminal allows it, else by lines. Nothing here knows what
/// the questions are about.
///
/// *Invariant:* the terminal is as it was before on every way out, and text from outside is shown without control
/// characters.
package llmrouter.tui;
