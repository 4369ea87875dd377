/// Characters: a fast appender that can quote JSON strings, the one whitespace rule, and durations as people say them.
/// No parsing of formats lives here, and nothing that needs a locale or a charset.
///
/// *Invariant:* every function gives the same result on the JVM and in the Worker.
package llmrouter.text;
