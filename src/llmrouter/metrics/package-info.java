/// What the gateway counts of its own work: the last hour and the last requests for people, counts and times for
/// Prometheus, events for the JDK's flight recorder. It only ever hears of things; who may ask for them is the server's
/// affair.
///
/// *Invariant:* memory is bounded whatever comes, and no client can add a series: every label is a word of the
/// program's own or a name of the present configuration, else `other`. Nothing here holds what was said or a key, and
/// counting never makes a request wait.
package llmrouter.metrics;
