/// The routing state as lines of JSON: its changes, and the questions and reports of requests with the answers to them.
/// Journals, handovers and the shared state of Workers are made of such lines.
///
/// *Invariant:* what is written is read back as the same value; a line that is incomplete or foreign is read as null.
package llmrouter.routing.lines;
