/// How each wire format counts the tokens of an answer: its `usage` object, read and written. The neutral form is
/// [llmrouter.chat.Usage].
///
/// *Invariant:* a token is counted once, whatever the format includes in what.
package llmrouter.protocol.usage;
