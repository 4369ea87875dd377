/// The JSON Schema of the configuration file, for editors and programs, made from the table of the keys in
/// [llmrouter.config.read.ConfigSection].
///
/// *Invariant:* a file that the reader takes without a problem is valid by the schema; what the reader finds by the
/// type, the words or the form of a single value, or because a key is missing, the schema finds too.
package llmrouter.config.schema;
