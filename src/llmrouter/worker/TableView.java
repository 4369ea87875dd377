package llmrouter.worker;

import java.util.List;
import java.util.Map;

import llmrouter.records.StateView;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable;
import llmrouter.routing.RoutingTable.Use;

/// What a table holds at one moment.
///
/// @param now milliseconds since 1970
record TableView(RoutingTable table, long now) implements StateView {
    @Override
    public RoutingSnapshot snapshot(List<Choice> choices) {
        return table.snapshot(choices, now);
    }

    @Override
    public RoutingSnapshot unhealthy(Map<String, String> fingerprints) {
        return table.unhealthy(fingerprints, now);
    }

    @Override
    public Map<String, Use> uses(List<Cap> caps) {
        return table.uses(caps, now);
    }
}
