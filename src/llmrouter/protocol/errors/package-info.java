/// Errors of providers in every format, read into one [llmrouter.chat.ApiError], and the text of an error without
/// secrets or markup.
///
/// *Invariant:* an error always has a message that a person can read.
package llmrouter.protocol.errors;
