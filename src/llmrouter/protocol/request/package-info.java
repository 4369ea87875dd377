/// What the formats share when they read and write requests: fields, tool names, effort, images and documents, pairing
/// of calls and results.
///
/// *Invariant:* nothing here knows which format is being read or written, except for what the OpenAI formats have in
/// common.
package llmrouter.protocol.request;
