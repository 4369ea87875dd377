/// Files of the user: the configuration file with its lock and backups, the secrets that a configuration refers to,
/// the request log, and what TLS needs. The package `llmrouter.config` says what a configuration means; routing state
/// belongs to `llmrouter.state`.
///
/// *Invariant:* reading never writes; a write happens as a whole or not at all, and no update of two writers is lost.
package llmrouter.files;
