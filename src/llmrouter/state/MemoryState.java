package llmrouter.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import llmrouter.gateway.Outcome;
import llmrouter.gateway.Standing;
import llmrouter.routing.Candidate;

/// Shared state that ends with the process.
public final class MemoryState implements StateStore {
    private final Map<String, Set<String>> refused = new ConcurrentHashMap<>();

    @Override
    public Standing consult(List<Candidate> candidates) {
        var fields = new ArrayList<Set<String>>(candidates.size());
        for (Candidate c : candidates) fields.add(refused.getOrDefault(c.ref(), Set.of()));
        return new Standing(fields);
    }

    @Override
    public void report(Outcome outcome) {
        switch (outcome) {
            case Outcome.Refused r -> refused.computeIfAbsent(r.candidate(), _ -> ConcurrentHashMap.newKeySet()).add(r.field());
        }
    }
}
