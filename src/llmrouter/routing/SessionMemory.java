package llmrouter.routing;

import java.util.List;

/// Remembers what model each session of a client asked for last. Implementations are safe for many threads.
public interface SessionMemory {
    /// Remembers nothing.
    SessionMemory NONE = new SessionMemory() {
        @Override
        public void asked(List<String> sessions, String model) {
            // it remembers nothing
        }

        @Override
        public String last(List<String> sessions) {
            return null;
        }
    };

    /// A request asked for a model.
    ///
    /// @param sessions the names of the request's session, of bounded length each; possibly none
    /// @param model    as the client named it
    void asked(List<String> sessions, String model);

    /// What the first known one of these sessions asked for last, or null.
    String last(List<String> sessions);
}
