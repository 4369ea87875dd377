/// A change of a configuration as a pure operation: what a user entered and the old text in, the new text or the
/// reason against it out. [llmrouter.config.edit.ConfigOperation] carries out one
/// [llmrouter.config.edit.ConfigChange]; the rules for providers, aliases, caps, fallbacks, keys and removals are
/// here too. Files and locks belong to `llmrouter.files`; asking and printing belong to `llmrouter.cli`.
///
/// *Invariant:* an edit changes only what it is about; all other text stays byte for byte as it was.
package llmrouter.config.edit;
