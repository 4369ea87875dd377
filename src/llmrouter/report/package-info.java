/// What a request or a candidate is, as JSON and as words, for the log, the status page and the commands.
///
/// *Invariant:* a word for a state or a reason is defined once and used everywhere.
package llmrouter.report;
