/// What providers send as JSON and is none: read where its meaning is beyond doubt.
///
/// *Invariant:* a text that is JSON means what the strict parser says; any other text has one meaning or is an error.
package llmrouter.json.lenient;
