package llmrouter.protocol.earlier;

import java.util.List;

/// The earlier answers of the gateway that one client may refer to. Ids are those of formats whose clients refer by id.
/// An implementation is thread-safe, and no call waits for anything outside the process.
public interface EarlierAnswers {
    /// Remembers nothing.
    EarlierAnswers NONE = new EarlierAnswers() {
        @Override
        public boolean remembers() {
            return false;
        }

        @Override
        public Past until(String answer) {
            return null;
        }

        @Override
        public List<String> said(String answer) {
            return List.of();
        }

        @Override
        public void grows(long characters, boolean wide, long values) {
            // it gives nothing that would make a request longer
        }

        @Override
        public String idOf(String requestId) {
            return requestId;
        }

        @Override
        public void remember(Past before, String answer, List<String> asked, List<String> said) {
            // there is nowhere to keep it
        }
    };

    /// A conversation up to the end of an answer. It stays readable after the memory has forgotten it.
    interface Past {
        /// All items, the oldest first, each as JSON text.
        List<String> items();
    }

    /// Whether answers are remembered at all.
    boolean remembers();

    /// The conversation up to the end of an answer; null if it is not remembered for this client.
    ///
    /// @param answer the answer's id
    Past until(String answer);

    /// The items of an answer, each as JSON text; empty if it is not remembered for this client.
    ///
    /// @param answer the answer's id
    List<String> said(String answer);

    /// A request is about to become longer by what it refers to. A request of a few bytes can refer to many megabytes,
    /// so the memory for the whole is taken before it is made.
    ///
    /// @param characters of the whole request
    /// @param wide       whether some of them take two bytes in memory
    /// @param values     at least as many JSON values as are added to the request
    /// @throws llmrouter.chat.GatewayError there is no memory for it now, or never
    void grows(long characters, boolean wide, long values);

    /// An id for the answer to a request, by which this client can refer to it. It cannot be guessed, also not from the
    /// id of the request, which other users of a gateway without keys can read.
    String idOf(String requestId);

    /// Remembers an answer.
    ///
    /// @param before what the request continued, from [#until]; null if the request held the whole conversation
    /// @param answer the answer's id
    /// @param asked  the items of the request, each as JSON text
    /// @param said   the items of the answer, each as JSON text
    void remember(Past before, String answer, List<String> asked, List<String> said);
}
