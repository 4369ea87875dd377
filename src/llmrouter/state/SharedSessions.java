package llmrouter.state;

import java.time.Clock;
import java.util.List;

import llmrouter.routing.SessionModels;

/// What sessions asked for, shared by the requests of one gateway and forgotten when it ends. The lock is held for a
/// few look-ups in memory.
public final class SharedSessions implements SessionModels.Memory {
    private final SessionModels models = new SessionModels();
    private final Clock clock;

    public SharedSessions(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void asked(List<String> sessions, String model) {
        synchronized (models) {
            models.asked(sessions, model, now());
        }
    }

    @Override
    public String last(List<String> sessions) {
        synchronized (models) {
            return models.last(sessions, now());
        }
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
