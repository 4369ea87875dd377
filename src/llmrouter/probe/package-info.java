/// What an endpoint of a provider really speaks, found out by asking it: its list of models, its formats, and what a
/// model can do. A plan decides what is asked next, a judge says what an answer proves, and one class does the I/O.
///
/// *Invariant:* only the body of an answer proves that a format works, never a status alone.
package llmrouter.probe;
