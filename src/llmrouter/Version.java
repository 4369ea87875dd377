package llmrouter;

/// The program's version; the build reads it from here.
public final class Version {
    /// By Semantic Versioning 2.0.0.
    public static final String CURRENT = "0.1.0";

    private Version() {}
}
