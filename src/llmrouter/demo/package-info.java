/// Simulated providers, one per wire format, on loopback ports: they answer whole and streamed, think, call tools,
/// and fail on request, by the name of the model. For the `demo` command, and the scripted upstream of tests. Answers
/// go through the program's own readers and writers.
///
/// *Invariant:* nothing here leaves the machine, and what an answer says depends on its request alone.
package llmrouter.demo;
