/// The configuration: its records, the reader that accepts every spelling and names every mistake, the grammars people type.
/// Files, locks and secrets' whereabouts belong to `llmrouter.files`.
///
/// *Invariant:* a [Config] that exists is valid; reading never changes what was read.
package llmrouter.config;
