/// The commands that ask providers what they can do: `config test-provider`, `config presets`, and the check that
/// `config add-provider` makes before it saves.
///
/// *Invariant:* nothing here writes the configuration file, and no key is printed.
package llmrouter.cli.probing;
