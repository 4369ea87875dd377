/// JSON by RFC 8259: a tree, its parser and writer, and a scanner that looks at the top level only, for splicing.
/// Numbers keep their source text; nothing here interprets them further than asked. No schema, no binding.
///
/// *Invariant:* what the parser accepts the writer gives back with the same meaning, number spellings and lone surrogates included.
package llmrouter.json;
