/// What providers send as JSON and is none: read where its meaning is beyond doubt.
///
/// *Invariant:* a text that is JSON means what the strict parser says; of any other text there is one meaning or an error.
package llmrouter.json.lenient;
