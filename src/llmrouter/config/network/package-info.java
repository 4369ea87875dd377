/// How the network is used to reach providers: proxies, the hosts that need none, and client certificates, as the
/// environment or a provider's part of the configuration says it. Nothing here opens a connection; that is done in
/// `upstream/proxy` and `upstream/tls`.
///
/// *Invariant:* the text form of every type is without logins and passwords.
package llmrouter.config.network;
