/// What the gateway counts of its own work: the last hour and the last requests for the status page, counters and times
/// for Prometheus, events for the JDK's flight recorder. The server reports events to it, and decides who may read it.
///
/// *Invariant:* memory is bounded. Label values are words of this program or names of the current configuration, else
/// `other`, so clients cannot add a series. Nothing here holds a prompt, an answer or a key, and counting never makes a
/// request wait.
package llmrouter.metrics;
