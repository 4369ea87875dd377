/// Text becomes a [llmrouter.config.Config] with findings, and the environment becomes [llmrouter.config.Settings]. Two
/// tables say what can be read: [ConfigSection] has every key of the configuration file, [SettingsTable] has every
/// variable. There is one reader for each section.
///
/// *Invariant:* each mistake is reported once, with file, line, column, path and fix; the text that was read is never
/// changed.
package llmrouter.config.read;
