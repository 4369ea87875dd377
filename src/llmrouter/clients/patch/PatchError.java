package llmrouter.clients.patch;

/// A file is not what its client could read, or has something else where a setting belongs.
public final class PatchError extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param message what is wrong, with line and column; a clause that follows the file's name and a colon
    public PatchError(String message) {
        super(message, null, false, false);
    }
}
