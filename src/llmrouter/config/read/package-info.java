/// Text becomes a [llmrouter.config.Config]: one reader per section of the configuration, one for the environment, and
/// the findings they report.
///
/// *Invariant:* each mistake is reported once, with file, line, column, path and fix; the text that was read is never
/// changed.
package llmrouter.config.read;
