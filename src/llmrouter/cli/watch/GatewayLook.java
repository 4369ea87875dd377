package llmrouter.cli.watch;

import llmrouter.json.Json;

/// What a gateway answered at one moment.
///
/// @param nanos  of the clock that measures how much time passes
/// @param status as `GET /status` answers; null if it did not
/// @param silent why there is no status, as the end of a sentence; null if there is one
record GatewayLook(long nanos, Json.Obj status, String silent) {
    private static final Json.Obj NONE = Json.object();

    /// The counts since its start; empty if an older gateway has none.
    Json.Obj figures() {
        return status != null && status.object("figures") instanceof Json.Obj figures ? figures : NONE;
    }

    /// Whether both are of the same process, so that its counters went on.
    boolean continues(GatewayLook before) {
        return status.number("pid", 0) == before.status.number("pid", 0)
            && String.valueOf(status.text("started")).equals(String.valueOf(before.status.text("started")));
    }
}
