/// `config`: one file per operation. Each asks, calls an operation of `llmrouter.config.edit`, and prints.
///
/// *Invariant:* a command that fails has saved nothing.
package llmrouter.cli.config;
