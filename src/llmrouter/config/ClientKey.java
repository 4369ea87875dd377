package llmrouter.config;

import java.util.List;

/// A key of one client. Only its digest is known.
///
/// @param keySha256 64 lower-case hexadecimal digits
/// @param models    models and aliases that the client may ask for; empty means all
/// @param expires   seconds since 1970, or null
public record ClientKey(String name, String keySha256, List<String> models, List<Bucket> rateLimits, Long expires) {}
