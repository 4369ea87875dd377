/// JSON files that people write: comments, places of values for messages, and edits that keep the layout.
///
/// *Invariant:* what is not edited keeps its exact text; the plain text of a file has every token at its offset.
package llmrouter.json.file;
