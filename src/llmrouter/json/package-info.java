/// JSON by RFC 8259. A tree with its parser and writer; a scan that looks at the top level only, for splicing requests
/// and answers; places and format-preserving edits for files that people write. All of them read by the same rules and
/// complain in the same words. Numbers keep their source text; nothing here interprets them further than asked. No
/// schema, no binding.
///
/// *Invariant:* what the parser accepts the writer gives back with the same meaning, number spellings and lone
/// surrogates included.
package llmrouter.json;
