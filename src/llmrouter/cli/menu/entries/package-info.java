/// The menu, its wizards and the guide for a first run: what is asked, and which operation the answers make.
///
/// *Invariant:* a wizard only makes words; what they would change is shown before they are run.
package llmrouter.cli.menu.entries;
