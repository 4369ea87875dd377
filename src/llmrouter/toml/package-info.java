/// TOML by the specification 1.0 of toml.io, with the additions of 1.1: a tree with its reader, the place of every key
/// and value, and edits that keep the format of files that people write. Numbers with a fraction, dates and times keep
/// their source text. There is no schema and no binding.
///
/// *Invariant:* an edit changes the value that it is asked to change and no other one, which is checked by reading the
/// result again; all lines that it does not add or change stay as they are, byte for byte.
package llmrouter.toml;
