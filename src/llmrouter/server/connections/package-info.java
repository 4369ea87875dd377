/// How many connections and requests there may be at the same time, and which one is given up for another. The numbers
/// come from the size of the heap and from the process's limit of file descriptors.
///
/// *Invariant:* a newcomer never waits for a client that sends nothing: the oldest connection that keeps the gateway
/// waiting is cut for it.
package llmrouter.server.connections;
