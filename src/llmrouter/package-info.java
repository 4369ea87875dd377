/// The program's entry point and its version; everything else lives in the packages below.
///
/// *Invariant:* only [llmrouter.LlmRouter] ends the process, and nothing below knows it.
package llmrouter;
