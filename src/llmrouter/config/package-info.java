/// The records of the configuration and of the settings, and the grammars of what people type (windows, targets, base
/// URLs). Text is read in `llmrouter.config.read` and changed in `llmrouter.config.edit`. Files, locks and the reading
/// of secrets belong to `llmrouter.files`.
///
/// *Invariant:* a [Config] that exists is valid; reading never changes what was read.
package llmrouter.config;
