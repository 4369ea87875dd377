/// What the program keeps on disk for its user: the configuration file with its lock and backups, the secrets that a configuration only points to, and
/// what TLS needs.
/// What the text means is for `llmrouter.config` to say; routing state belongs to `llmrouter.state`.
///
/// *Invariant:* reading never writes; a write is whole or did not happen, and two writers never lose an update.
package llmrouter.files;
