/// Content codings of HTTP bodies (RFC 9110 §8.4.1): gzip, deflate and zstd, alone or as a list, decoded piece by
/// piece. A request has to be what its `Content-Encoding` says. Of a provider's answer, the first bytes decide.
///
/// *Invariant:* the content of a piece is passed on with that piece, whatever the division into pieces; an error names
/// the coding.
package llmrouter.codings;
