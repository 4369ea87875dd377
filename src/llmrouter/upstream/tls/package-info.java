/// TLS to providers and proxies: which authorities are trusted, which certificate the gateway shows, and plain words
/// for what fails. The JDK checks certificates; this package only says why a check failed.
///
/// *Invariant:* a certificate that the JDK's own check refuses is refused here.
package llmrouter.upstream.tls;
