package llmrouter.chat;

/// "The prompt up to here may be cached."
/// @param ttl `5m`, `1h`, or in OpenAI's formats `30m`, `12h`; null for the provider's default
public record CacheMark(String ttl) {}
