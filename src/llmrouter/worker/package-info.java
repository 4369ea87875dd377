/// The gateway on a hosting platform: what `server` and `state` are for the JVM, without sockets, threads and clocks. A
/// short JavaScript shim performs what is decided here. [HostedGateway] is made once for each isolate, [HostedRequest]
/// runs one request, [RoutingObject] is the state that isolates share.
///
/// *Invariant:* the shim decides nothing; every time, random number and byte comes from it, and every decision from
/// here.
package llmrouter.worker;
