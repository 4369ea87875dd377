/// Characters: an appender that quotes JSON strings, the rules for white space and for printable text, names that are
/// near to a misspelled one, dates, durations and counts in words. No formats are parsed here, and nothing needs a
/// locale or a charset.
///
/// *Invariant:* every function gives the same result on the JVM and in the Worker.
package llmrouter.text;
