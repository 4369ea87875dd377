package llmrouter.config;

/// How a key is sent to a provider.
///
/// @param headerName for [Type#HEADER]
/// @param prefix     put before the key, for [Type#HEADER]; never null
public record Auth(Type type, String headerName, String prefix) {
    public enum Type { BEARER, X_API_KEY, HEADER, NONE }

    /// What a format's vendor expects.
    public static Auth defaultFor(Format format) {
        return new Auth(format.auth(), null, "");
    }
}
