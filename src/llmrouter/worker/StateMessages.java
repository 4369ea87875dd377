package llmrouter.worker;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.records.StateView;
import llmrouter.routing.Change;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.RoutingTable;
import llmrouter.routing.lines.ChangeCodec;
import llmrouter.routing.lines.OutcomeLines;
import llmrouter.routing.lines.PickLines;

/// What isolates say to the object that has the shared state, and its answers:
///
/// | message | answer |
/// |---|---|
/// | `{"consult":{…}}`: which candidate takes an attempt ([PickLines]) | the [PickResult] |
/// | `{"report":[…]}`: what came of attempts ([OutcomeLines]) | `{}` |
/// | `{"look":true}`: for people | `{"changes":[…],"flying":[…]}` |
///
/// In the last answer, `changes` are health and caps ([ChangeCodec]), and `flying` are the caps of requests in flight.
final class StateMessages {
    static final String CONSULT = "consult";
    static final String REPORT = "report";
    static final String LOOK = "look";
    static final String CHANGES = "changes";
    static final String FLYING = "flying";

    private StateMessages() {}

    static String consult(PickRequest request) {
        return Json.object().put(CONSULT, PickLines.json(request)).toString();
    }

    static String report(List<Outcome> outcomes) {
        return Json.object().put(REPORT, OutcomeLines.json(outcomes)).toString();
    }

    static String look() {
        return Json.object().put(LOOK, true).toString();
    }

    static PickResult picked(String answer) {
        return PickLines.result((Json.Obj) Json.parse(answer));
    }

    /// The state that an answer to a look shows.
    static StateView looked(String answer, HealthPolicy policy, long now) {
        var json = (Json.Obj) Json.parse(answer);
        var table = new RoutingTable(policy, _ -> {});
        for (String line : json.texts(CHANGES)) {
            if (ChangeCodec.read(line) instanceof Change change) table.restore(change, now);
        }
        table.resume(json.texts(FLYING));
        return new TableView(table, now);
    }

    /// The answer to a look.
    ///
    /// @param flying the keys of caps on requests in flight, once for each request
    static String look(RoutingTable table, List<String> flying) {
        var lines = new ArrayList<String>();
        for (Change change : table.changes()) {
            boolean shown = change instanceof Change.Counted || change instanceof Change.HealthChanged;
            if (shown) lines.add(ChangeCodec.line(change));
        }
        return Json.object().put(CHANGES, Json.strings(lines)).put(FLYING, Json.strings(flying)).toString();
    }
}
