/// The request of a client, and the request that is made of it for a candidate: its address, header and body.
///
/// *Invariant:* a provider gets the gateway's key and never the client's.
package llmrouter.gateway.request;
