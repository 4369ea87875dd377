/// What the gateway counts of its own work: the last hour and the last requests, for people.
///
/// *Invariant:* memory is bounded whatever comes, nothing here holds what was said or a key, and counting never makes a request wait.
package llmrouter.metrics;
