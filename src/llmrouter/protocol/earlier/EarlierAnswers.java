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
        public String item(String answer, String id) {
            return null;
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

    /// An item of an answer as JSON text; null if it is not remembered for this client.
    ///
    /// @param answer the answer's id
    /// @param id     the item's id
    String item(String answer, String id);

    /// Remembers an answer.
    ///
    /// @param before what the request continued, from [#until]; null if the request held the whole conversation
    /// @param answer the answer's id
    /// @param asked  the items of the request, each as JSON text
    /// @param said   the items of the answer, each as JSON text
    void remember(Past before, String answer, List<String> asked, List<String> said);
}
