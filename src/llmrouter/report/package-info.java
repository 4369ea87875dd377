/// What a request, a candidate, a cap, a route, a gateway or a configuration is, as JSON for programs and as text for
/// people. The request log, `/status`, the status page and the commands take both from here.
///
/// *Invariant:* what a word of the log or of `/status` means is said in one place, [Meanings]; text is made from the
/// same JSON that programs get.
package llmrouter.report;
