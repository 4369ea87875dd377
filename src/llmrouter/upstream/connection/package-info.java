/// Which address of a host a call connects to, which connections may be used again, and when all of them are given up.
/// The calls themselves are one package above.
///
/// *Invariant:* an address is never put in place of a host's name, so SNI and the check of the certificate stay on the
/// name.
package llmrouter.upstream.connection;
