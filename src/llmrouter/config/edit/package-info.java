/// A change of a configuration as a pure operation: a draft of the text, patches of providers, aliases, models and caps, and removals.
/// Files and locks belong to `llmrouter.files`; prompts and printing belong to `llmrouter.cli`.
///
/// *Invariant:* an edit changes only what it is about; all other text stays byte for byte as it was.
package llmrouter.config.edit;
