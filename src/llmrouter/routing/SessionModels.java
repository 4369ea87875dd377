package llmrouter.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What model each session asked for last, in memory of bounded size: the sessions unused for longest are forgotten
/// first, and all of them some hours after their last request. Not thread-safe.
public final class SessionModels {
    /// What the requests of one gateway share. Implementations are safe for many threads.
    public interface Memory {
        /// Remembers nothing.
        Memory NONE = new Memory() {
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

    /// A session has up to four names, so this is enough for a thousand sessions.
    static final int MOST_NAMES = 4_000;
    /// A longer name of a model is not remembered.
    static final int LONGEST_MODEL = 200;
    /// A working day: a reviewer may be asked long after the last answer, while the user reads.
    static final long KEPT_SECONDS = 12 * 3600;

    private record Asked(String model, long at) {}

    private final Map<String, Asked> bySession = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Asked> eldest) {
            return size() > MOST_NAMES;
        }
    };

    /// A session asked for a model.
    ///
    /// @param sessions its names
    /// @param now      seconds since 1970
    public void asked(List<String> sessions, String model, long now) {
        if (model.length() > LONGEST_MODEL) return;
        for (String session : sessions) bySession.put(session, new Asked(model, now));
    }

    /// What the first known one of these sessions asked for last, or null.
    ///
    /// @param now seconds since 1970
    public String last(List<String> sessions, long now) {
        for (String session : sessions) {
            if (!(bySession.get(session) instanceof Asked asked)) continue;
            if (asked.at() + KEPT_SECONDS > now) return asked.model();
            bySession.remove(session);
        }
        return null;
    }
}
