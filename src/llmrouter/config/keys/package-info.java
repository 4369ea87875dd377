/// Finds out whether a text that should be a key has more than the key in it, or is no key: `Bearer sk-a`, quotation
/// marks, `NAME=sk-a`, `${NAME}`, the notations of other programs, what an example says in place of a key. Where keys
/// are read from is not decided here.
///
/// *Invariant:* no result has any part of a key in it. A name is repeated only if it is written as variables are, in
/// capitals.
package llmrouter.config.keys;
