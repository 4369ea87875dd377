/// The configuration as it is sent to a Worker: reduced to what routing needs, with all keys in it, and cut into pieces
/// that fit into secrets.
///
/// *Invariant:* a payload means the same for routing as the configuration that it was made of.
package llmrouter.deploy.payload;
