/// The secrets of a configuration and of its settings, and how they are found in a text and taken out of it, however
/// they are spelled.
///
/// *Invariant:* no type here shows a secret, in its text form or in an error.
package llmrouter.config.secrets;
