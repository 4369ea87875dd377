package llmrouter.server;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.memory.HeapBudgets;
import llmrouter.memory.Shortages;
import llmrouter.metrics.Exposition;
import llmrouter.server.connections.ConnectionLimits;
import llmrouter.server.connections.HeadRoom;

/// What is taken now of each share of the heap, for the operator.
record HeapUse(HeapBudgets heap, HeadRoom heads, ConnectionLimits limits) {
    /// One share, in bytes.
    private record Use(String kind, long taken, long share) {}

    private List<Use> uses() {
        var uses = new ArrayList<Use>();
        long share = heap.shares().heads();
        // each header counts as the largest one
        uses.add(new Use("heads", Math.min(share, heads.taken() * (share / limits.heads())), share));
        uses.add(new Use("requests", heap.requests().taken(), heap.requests().share()));
        uses.add(new Use("bodies", heap.bodies().taken(), heap.bodies().share()));
        uses.add(new Use("answers", heap.answers().taken(), heap.answers().share()));
        return uses;
    }

    Json.Obj json() {
        Json.Obj json = Json.object().put("heap", heap.shares().heap());
        for (Use use : uses()) {
            json.put(use.kind(), Json.object().put("taken", use.taken()).put("share", use.share()));
        }
        return json;
    }

    void write(Exposition out) {
        List<Use> uses = uses();
        out.family("llmrouter_memory_taken_bytes", "gauge",
            "What the gateway holds, or is about to hold, of headers, bodies and answers.");
        for (Use use : uses) out.sample(use.taken(), "of", use.kind());
        out.family("llmrouter_no_room_total", "counter",
            "What was refused or cut because the gateway had no room for it.");
        for (Shortages.Kind kind : Shortages.Kind.values()) {
            out.sample(heap.shortages().count(kind), "of", kind.word());
        }
        out.family("llmrouter_memory_share_bytes", "gauge", "What it may hold of each of them.");
        for (Use use : uses) out.sample(use.share(), "of", use.kind());
    }
}
