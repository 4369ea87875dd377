package llmrouter.clients;

/// What `connect` changes in one file of a client. Pure: text before, text after.
@FunctionalInterface
public interface FilePatch {
    /// Returns the text with the gateway in it. All else stays as it is: comments, order, line ends, indentation. If
    /// the text says it already, the same text is returned.
    ///
    /// @param before the file's text; empty if there is no file
    /// @throws PatchError the text cannot be read as what it should be
    String apply(String before, GatewayAccess access);

    /// A file that is not what its client could read.
    final class PatchError extends RuntimeException {
        private static final long serialVersionUID = 1;

        /// @param message what is wrong, with line and column, and the fix
        public PatchError(String message) {
            super(message);
        }
    }
}
