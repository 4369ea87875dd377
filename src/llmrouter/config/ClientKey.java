package llmrouter.config;

import java.util.List;

/// A named key of a client, known by its digest only.
///
/// @param keySha256 64 lower-case hexadecimal digits
/// @param models    what it may ask for; empty means everything
/// @param expires   seconds since 1970, or null
public record ClientKey(String name, String keySha256, List<String> models, List<Bucket> rateLimits, Long expires) {}
