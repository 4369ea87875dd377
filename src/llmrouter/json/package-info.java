/// JSON by RFC 8259: a tree with its parser and writer; a scan of the top level only, for splicing requests and
/// answers. Both accept the same texts and report the same errors. Numbers keep their source text. There is no schema
/// and no binding. [llmrouter.json.file] has files that people write, with comments; [llmrouter.json.lenient] also
/// reads what providers send as JSON and is none.
///
/// *Invariant:* the writer gives back what the parser accepted with the same meaning, including the spelling of numbers
/// and lone surrogates.
package llmrouter.json;
